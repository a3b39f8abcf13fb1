"""How mature each capability is now: the report's own score, raised by what its policies prove.

The formula, its reasons and an example are in docs/scoring.md. For one capability, with the policies that judged or
should have judged anything:

    score = assessed + (target - assessed) x (1 - weight held back / weight of all)

A policy holds its weight back while anything it found is not fixed, or while it gave no answer. So all fixed reaches
the target, nothing fixed stays where the report put it, and fixing can only raise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import fsum
from types import MappingProxyType

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Evidence
from nova_policy.assess.outline import Capability
from nova_policy.bundle.catalogue import Policy
from nova_policy.model import Severity

WEIGHTS = MappingProxyType({Severity.BLOCKER: 8, Severity.HIGH: 4, Severity.MEDIUM: 2, Severity.LOW: 1})
"""What a policy weighs: one blocker as much as two high ones."""

_ASSESSED_ORIGINS = ("report", "observed")
"""Policies of the users' own say nothing about the assessment's capabilities."""


class Reason(StrEnum):
    """Why a policy holds a score back."""

    OPEN = "open"
    NOT_EVALUATED = "not evaluated"


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One policy and how many points its capability would gain were it settled, to hundredths."""

    policy: str
    points: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class CapabilityScore:
    """One capability: *assessed* by the report, *score* now, of *target*; all in points from 0 to 100.

    *judged* counts the policies that had anything to judge; with none the score stays the assessed one.
    """

    id: str
    title: str
    assessed: float
    score: float
    target: float
    judged: int
    held_back: tuple[HeldBack, ...]


def capability_scores(
    assessment: Assessment, policies: Iterable[Policy], evidence: Evidence
) -> tuple[CapabilityScore, ...]:
    """Return the scores of all capabilities, in the report's order."""
    asked = evidence.applied | evidence.unanswered | evidence.denied
    ours = (policy for policy in policies if policy.id in asked and policy.origin in _ASSESSED_ORIGINS)
    known = sorted(ours, key=lambda policy: policy.id)
    target = assessment.stated.target.value
    return tuple(
        _score(capability, target, [policy for policy in known if policy.capability == capability.id], evidence)
        for capability in assessment.capabilities
    )


def overall_score(scores: Iterable[CapabilityScore]) -> float:
    """Return the mean of *scores*, each capability counting the same as in the report, to hundredths."""
    values = [score.score for score in scores]
    return round(fsum(values) / len(values), 2)


def _score(capability: Capability, target: float, policies: Sequence[Policy], evidence: Evidence) -> CapabilityScore:
    room = Fraction(max(target - capability.score, 0))
    total = sum(WEIGHTS[policy.severity] for policy in policies)
    reasons = {policy.id: reason for policy in policies if (reason := _reason(policy, evidence))}
    points = {policy.id: room * WEIGHTS[policy.severity] / total for policy in policies if policy.id in reasons}
    gained = room - sum(points.values()) if policies else Fraction(0)
    held = [HeldBack(name, round(float(value), 2), reasons[name]) for name, value in points.items()]
    return CapabilityScore(
        id=capability.id,
        title=capability.title,
        assessed=capability.score,
        score=round(float(Fraction(capability.score) + gained), 2),
        target=target,
        judged=len(policies),
        held_back=tuple(sorted(held, key=lambda item: (-item.points, item.policy))),
    )


def _reason(policy: Policy, evidence: Evidence) -> Reason | None:
    if policy.id in evidence.denied:
        return Reason.OPEN
    return Reason.NOT_EVALUATED if policy.id in evidence.unanswered else None
