"""Engines that differ: their verdicts are none, and both answers are said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nova_policy.engines.cross_check import CrossCheck
from nova_policy.engines.protocol import Answer, Failure, Question
from nova_policy.model import Denial, Json

QUESTIONS = (Question("0", ("a/b", "a/c"), {}), Question("1", ("a/b",), {}))
DENIAL = Denial("a/b", "the name is wrong", ("metadata", "name"))
OTHER = Denial("a/b", "the name is missing", ())
ALL = {"0": frozenset({"a/b", "a/c"}), "1": frozenset({"a/b"})}


@dataclass(frozen=True)
class Says:
    """An engine that gives one answer, whatever it is asked."""

    name: str
    answer: Answer

    def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
        return self.answer


def checked(first: Answer, *others: Answer) -> Answer:
    names = ("wasm", "conftest", "opa")
    engines = [Says(name, answer) for name, answer in zip(names, (first, *others), strict=False)]
    return CrossCheck(engines).evaluate(QUESTIONS, {})


def reason(first: Answer, *others: Answer) -> str:
    """Return why policy a/b has no verdict on the first document; nothing else is in dispute."""
    answer = checked(first, *others)
    assert answer.judged == {"0": frozenset({"a/c"}), "1": frozenset({"a/b"})}
    assert answer.denials == first.denials
    (failure,) = answer.failed["0"].values()
    assert (answer.failed, failure.code) == ({"0": {"a/b": failure}}, "NOVA-E10")
    return failure.reason


def test_engines_that_agree_are_one() -> None:
    answer = Answer({"0": (DENIAL, OTHER)}, ALL)
    turned = Answer({"0": (OTHER, DENIAL)}, ALL)
    assert checked(answer, turned, answer) == answer
    assert CrossCheck([Says("wasm", answer), Says("opa", answer)]).name == "wasm, opa"


def test_a_denial_that_another_does_not_see_is_no_verdict() -> None:
    denies, passes = Answer({"0": (DENIAL,)}, ALL), Answer({}, ALL)
    said = 'denies "the name is wrong" at metadata.name'
    assert reason(denies, passes) == f"wasm {said}, but conftest passes it"
    assert reason(passes, denies) == f"wasm passes it, but conftest {said}"
    assert reason(denies, denies, passes) == f"wasm {said}, but opa passes it"


def test_only_the_difference_is_said() -> None:
    both, one = Answer({"0": (DENIAL, OTHER)}, ALL), Answer({"0": (DENIAL,)}, ALL)
    assert reason(both, one) == 'wasm denies "the name is missing" at the root, but conftest does not'
    others = Answer({"0": (OTHER,)}, ALL)
    assert reason(one, others) == (
        'wasm denies "the name is wrong" at metadata.name, but conftest denies "the name is missing" at the root'
    )
    assert reason(both, Answer({}, ALL)) == (
        'wasm denies "the name is missing" at the root and 1 more, but conftest passes it'
    )


def test_the_same_message_elsewhere_is_a_difference() -> None:
    here, there = Answer({"0": (DENIAL,)}, ALL), Answer({"0": (Denial("a/b", DENIAL.message, ("spec", 0)),)}, ALL)
    assert "at metadata.name, but conftest denies" in reason(here, there)


def test_no_verdict_beside_a_verdict_is_a_difference() -> None:
    silent = Answer({}, {"0": frozenset({"a/c"}), "1": frozenset({"a/b"})})
    assert reason(Answer({}, ALL), silent) == "wasm passes it, but conftest gives no verdict"
    assert reason(silent, Answer({"0": (DENIAL,)}, ALL)) == (
        'wasm gives no verdict, but conftest denies "the name is wrong" at metadata.name'
    )


def test_what_nobody_could_judge_keeps_its_reason() -> None:
    failure = Failure("NOVA-E01", "builtin to_number failed")
    failed = Answer({}, {"0": frozenset({"a/c"}), "1": frozenset({"a/b"})}, {"0": {"a/b": failure}})
    assert checked(failed, failed) == failed
