from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nova_policy.engines.protocol import Answer, Failure, Question
from nova_policy.engines.remembering import RememberingEngine
from nova_policy.memory import Memory
from nova_policy.model import Denial, Json

DENIAL = Denial("a/named", 'it is "é"', ("spec", 0), (("metadata", "name"), ()))


@dataclass
class Asked:
    """An engine that denies whatever is called bad, and notes the inputs that it was asked about."""

    inputs: list[Json] = field(default_factory=list)
    opened: int = 0
    failing: Mapping[str, Mapping[str, Failure]] = field(default_factory=dict)
    omitted: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    name: str = "asked"

    def open(self) -> Asked:
        self.opened += 1
        return self

    def evaluate(self, questions: Sequence[Question], _parameters: Mapping[str, Json]) -> Answer:
        self.inputs += [question.input for question in questions]
        denials = {question.id: (DENIAL,) for question in questions if question.input == {"name": "bad"}}
        judged = {q.id: frozenset(q.policies) - set(self.failing.get(q.id, {})) for q in questions}
        return Answer(denials, judged, self.failing, self.omitted)


@pytest.fixture
def asked() -> Asked:
    return Asked()


QUESTIONS = [Question("0", ("a/named", "a/other"), {"name": "bad"}), Question("1", ("a/named",), {"name": "good"})]
ANSWER = Answer({"0": (DENIAL,)}, {"0": frozenset({"a/named", "a/other"}), "1": frozenset({"a/named"})})


def engine(asked: Asked, folder: Path, version: str = "1") -> RememberingEngine:
    return RememberingEngine("wasm", asked.open, Memory(folder, Path("/root"), "verdicts", version))


def test_a_second_run_gives_the_same_answer_and_opens_no_engine(asked: Asked, tmp_path: Path) -> None:
    assert engine(asked, tmp_path / "m").evaluate(QUESTIONS, {}) == ANSWER
    assert engine(asked, tmp_path / "m").evaluate(QUESTIONS, {}) == ANSWER
    assert asked.opened == 1


def test_only_what_is_new_is_asked_whatever_its_number(asked: Asked, tmp_path: Path) -> None:
    engine(asked, tmp_path / "m").evaluate(QUESTIONS, {})
    new = Question("0", ("a/named",), {"name": "new"})
    answer = engine(asked, tmp_path / "m").evaluate([new, Question("7", QUESTIONS[0].policies, {"name": "bad"})], {})
    assert answer == Answer({"7": (DENIAL,)}, {"0": frozenset({"a/named"}), "7": frozenset({"a/named", "a/other"})})
    assert asked.inputs == [{"name": "bad"}, {"name": "good"}, {"name": "new"}]


def test_other_policies_parameters_or_versions_are_asked_again(asked: Asked, tmp_path: Path) -> None:
    engine(asked, tmp_path / "m").evaluate(QUESTIONS[1:], {})
    engine(asked, tmp_path / "m").evaluate([Question("1", ("a/other",), {"name": "good"})], {})
    engine(asked, tmp_path / "m").evaluate(QUESTIONS[1:], {"replicas": 3})
    engine(asked, tmp_path / "m", version="2").evaluate(QUESTIONS[1:], {})
    assert asked.inputs == [{"name": "good"}] * 4


def test_what_has_no_verdict_or_no_full_list_is_asked_again(asked: Asked, tmp_path: Path) -> None:
    asked.failing = {"0": {"a/other": Failure("NOVA-E07", "the time allowance is used up")}}
    asked.omitted = {"1": {"a/named": 3}}
    first = engine(asked, tmp_path / "m").evaluate(QUESTIONS, {})
    assert (first.failed, first.omitted) == (asked.failing, asked.omitted)
    assert engine(asked, tmp_path / "m").evaluate(QUESTIONS, {}) == first
    assert len(asked.inputs) == 4


def test_equal_questions_are_answered_each(asked: Asked, tmp_path: Path) -> None:
    twins = [QUESTIONS[0], Question("9", QUESTIONS[0].policies, {"name": "bad"})]
    for _ in range(2):
        assert engine(asked, tmp_path / "m").evaluate(twins, {}).denials == {"0": (DENIAL,), "9": (DENIAL,)}
