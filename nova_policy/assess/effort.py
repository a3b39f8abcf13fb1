"""How much of the recommended work is done: status and hours of every recommendation.

Hours belong to a recommendation and are counted once, however many findings there are. They are shared evenly by its
steps, and a step's share evenly by the findings of the report that it names and that policies can tell about:

    remaining = hours x mean over steps (findings of the step that are not done / findings of the step)

A finding is not done while one of its policies denies anything, or was asked and gave no answer. Where none of its
policies had anything to judge it does not count as work; but a recommendation of which nothing at all was judged is
`not assessed` and keeps all its hours, because nothing shows that it is done. Steps without a finding that policies
can tell about share in nothing. What the report states and what we estimate are never added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.ledger import LedgerEntry
from nova_policy.assess.recommendation import Recommendation
from nova_policy.model import Finding, Status

_STEP = 0.25
"""What remains is rounded up to quarters of an hour: nobody plans finer, and what is left is never shown as nothing."""


class Progress(StrEnum):
    """How far a recommendation or one of its steps is."""

    OPEN = "open"
    PARTLY = "partly"
    DONE = "done"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a run found out, by policy.

    *denied* are the policies with any finding, *open_findings* how many of theirs are open, *applied* those that had
    something to judge, *unanswered* those that were asked and gave no answer.
    """

    denied: frozenset[str]
    open_findings: Mapping[str, int]
    applied: frozenset[str]
    unanswered: frozenset[str] = frozenset()

    @classmethod
    def of(cls, findings: Iterable[Finding], applied: Collection[str], unanswered: Collection[str] = ()) -> Evidence:
        """Sum up *findings*. Waived ones and those of the baseline are work that is not done, but are not open."""
        known = tuple(findings)
        counts = Counter(finding.policy for finding in known if finding.status is Status.OPEN)
        denied = frozenset(finding.policy for finding in known)
        return cls(denied, dict(sorted(counts.items())), frozenset(applied), frozenset(unanswered))


@dataclass(frozen=True, slots=True)
class StepEffort:
    """One step; *left* is the share of its findings that are not done, from 0 to 1."""

    id: str
    title: str
    progress: Progress
    left: Fraction
    open_findings: int


@dataclass(frozen=True, slots=True)
class RecommendationEffort:
    """One recommendation and its hours; what remains is in quarters of an hour, None where nobody says how many."""

    recommendation: Recommendation
    progress: Progress
    hours: float | None
    remaining_hours: float | None
    open_findings: int
    steps: tuple[StepEffort, ...]


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of several recommendations whose effort has one source."""

    total: float
    remaining: float


def efforts(assessment: Assessment, evidence: Evidence) -> tuple[RecommendationEffort, ...]:
    """Return the status of every recommendation, in the report's order."""
    entries = {entry.slug: entry for entry in assessment.findings}
    return tuple(_effort(item, entries, evidence) for item in assessment.recommendations)


def _effort(item: Recommendation, entries: Mapping[str, LedgerEntry], evidence: Evidence) -> RecommendationEffort:
    named = [[entries[slug] for slug in step.findings] for step in item.steps]
    told = [[entry for entry in step if entry.policies] for step in named]
    steps = tuple(
        StepEffort(step.id, step.title, _progress(found, evidence), _left(found, evidence), _open(found, evidence))
        for step, found in zip(item.steps, told, strict=True)
    )
    everything = [entry for found in told for entry in found]
    progress = _progress(everything, evidence)
    shares = [step.left for step, found in zip(steps, told, strict=True) if found]
    left = Fraction(1) if progress is Progress.NOT_ASSESSED else sum(shares, Fraction(0)) / len(shares)
    hours = item.effort.hours
    return RecommendationEffort(
        recommendation=item,
        progress=progress,
        hours=hours,
        remaining_hours=None if hours is None else min(hours, ceil(Fraction(hours) * left / _STEP) * _STEP),
        open_findings=_open(everything, evidence),
        steps=steps,
    )


def _not_done(entry: LedgerEntry, evidence: Evidence) -> bool:
    return not evidence.denied.union(evidence.unanswered).isdisjoint(entry.policies)


def _left(entries: Collection[LedgerEntry], evidence: Evidence) -> Fraction:
    return Fraction(sum(_not_done(entry, evidence) for entry in entries), len(entries) or 1)


def _open(entries: Iterable[LedgerEntry], evidence: Evidence) -> int:
    policies = {policy for entry in entries for policy in entry.policies}
    return sum(evidence.open_findings.get(policy, 0) for policy in policies)


def _progress(entries: Collection[LedgerEntry], evidence: Evidence) -> Progress:
    judged = (evidence.applied - evidence.unanswered) | evidence.denied
    if all(judged.isdisjoint(entry.policies) for entry in entries):
        return Progress.NOT_ASSESSED
    left = _left(entries, evidence)
    if left == 0:
        return Progress.DONE
    return Progress.OPEN if left == 1 else Progress.PARTLY
