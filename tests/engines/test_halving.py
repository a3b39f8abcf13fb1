"""Who is asked again, how often, and what is left without a verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from nova_policy.engines.halving import Halving
from nova_policy.engines.protocol import Answer, EvaluationStoppedError, Failure, Question

POLICIES = tuple(f"a/p{number:03}" for number in range(100))
SLOW, BROKEN = "NOVA-E07", "NOVA-E01"


class Scripted:
    """Answers every batch but those that hold one of the pairs for which *fails* is true."""

    def __init__(self, fails: Callable[[str, str], bool], code: str) -> None:
        self._fails = fails
        self._code = code
        self.attempts = 0

    def __call__(self, questions: Sequence[Question]) -> Answer:
        self.attempts += 1
        if any(self._fails(policy, question.id) for question in questions for policy in question.policies):
            raise EvaluationStoppedError("it stopped", code=self._code)
        return Answer({}, {question.id: frozenset(question.policies) for question in questions})


def questions(count: int) -> list[Question]:
    return [Question(str(number), POLICIES, {}) for number in range(count)]


@pytest.mark.parametrize("slow", [False, True])
def test_what_fails_is_the_only_thing_without_a_verdict(*, slow: bool) -> None:
    engine = Scripted(lambda policy, document: (policy, document) == ("a/p042", "17"), BROKEN)
    answer = Halving(engine, slow=slow).ask(questions(50))
    assert answer.failed == {"17": {"a/p042": Failure(BROKEN, "it stopped")}}
    assert {key: set(POLICIES) - judged for key, judged in answer.judged.items() if len(judged) < 100} == {
        "17": {"a/p042"}
    }


def test_a_program_is_not_waited_for_again_by_a_policy_that_used_up_its_time() -> None:
    engine = Scripted(lambda policy, _document: policy == "a/p000", SLOW)
    halving = Halving(engine, slow=True)
    first, second = halving.ask(questions(50)), halving.ask(questions(50))
    assert first == second
    assert {key: set(failures) for key, failures in first.failed.items()} == {str(n): {"a/p000"} for n in range(50)}
    assert all(judged == set(POLICIES[1:]) for judged in first.judged.values())
    assert engine.attempts <= 16


def test_a_policy_that_fails_everywhere_is_given_up_and_the_others_are_judged() -> None:
    engine = Scripted(lambda policy, _document: policy == "a/p099", SLOW)
    halving = Halving(engine, slow=False)
    answers = [halving.ask(questions(500)) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert all(set(failures) == {"a/p099"} for failures in answers[0].failed.values())
    assert len(answers[0].failed) == 500
    assert engine.attempts <= 64


def test_a_program_that_never_answers_is_given_up() -> None:
    engine = Scripted(lambda _policy, _document: True, SLOW)
    answer = Halving(engine, slow=True).ask(questions(50))
    assert answer.judged == {}
    assert all(set(failures) == set(POLICIES) for failures in answer.failed.values())
    assert engine.attempts <= 32
