"""Holds an answer against what was asked: what is missing, what is too much, and how much of it is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from nova_policy.engines.protocol import MOST_LISTED, Answer, Failure, Question
from nova_policy.model import Denial, Location, Problem

Place = Callable[[str], Location]
"""Where the first document of a question stands."""

_NO_ACCOUNT = Failure("NOVA-B09", "the engine gave no account of it")
_REMEDIES = {
    "NOVA-E01": "let the policy test the type before it calls the builtin",
    "NOVA-E07": "make the policy cheaper, or leave the file out with --exclude",
    "NOVA-E11": "let the policy use what all engines have",
    "NOVA-E14": "let the policy yield strings, or objects with msg and path",
}


def listed(answer: Answer, questions: Sequence[Question]) -> tuple[Answer, dict[str, int]]:
    """Keep so many denials of each policy as are listed, in the order of the questions, and count the others."""
    listed: Counter[str] = Counter()
    omitted: Counter[str] = Counter()
    denials: dict[str, tuple[Denial, ...]] = {}
    for question in questions:
        kept: list[Denial] = []
        for denial in answer.denials.get(question.id, ()):
            if denial.policy not in question.policies:
                continue
            counts = listed if listed[denial.policy] < MOST_LISTED else omitted
            counts[denial.policy] += 1
            if counts is listed:
                kept.append(denial)
        denials[question.id] = tuple(kept)
        omitted.update(answer.omitted.get(question.id, {}))
    return replace(answer, denials=denials), dict(sorted(omitted.items()))


def strangers(answer: Answer, questions: Sequence[Question], place: Place) -> Iterator[Problem]:
    """Name what an engine speaks of and was not asked about: it cannot be believed."""
    for question in questions:
        named = {denial.policy for denial in answer.denials.get(question.id, ())} - set(question.policies)
        if named:
            what = f"the engine answers for policies that it was not asked about: {', '.join(sorted(named))}"
            yield Problem("NOVA-B09", what, "do not use it", place(question.id))
    if unknown := answer.denials.keys() - {question.id for question in questions}:
        what = f"the engine answers for {len(unknown)} inputs that it was not asked about"
        yield Problem("NOVA-B09", what, "do not use it")


def without_verdict(answer: Answer, questions: Sequence[Question], place: Place) -> Iterator[Problem]:
    """Return one problem per policy and reason, at the first document concerned."""
    silent: dict[tuple[str, Failure], list[Question]] = {}
    for question in questions:
        judged = answer.judged.get(question.id, frozenset())
        for policy in question.policies:
            if policy not in judged:
                reason = answer.failed.get(question.id, {}).get(policy, _NO_ACCOUNT)
                silent.setdefault((policy, reason), []).append(question)
    for (policy, failure), asked in silent.items():
        more = f" on {len(asked)} inputs, this one first" if len(asked) > 1 else ""
        what = f"policy {policy} has no verdict{more}: {failure.reason}"
        remedy = _REMEDIES.get(failure.code, "report it with the policy's name")
        yield Problem(failure.code, what, remedy, place(asked[0].id))
