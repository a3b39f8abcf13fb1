"""What became of the report's own words: claims with their verdicts, success metrics with their figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.ledger import LedgerEntry
from nova_policy.model import Json


class Verdict(StrEnum):
    """What the repository says about a claim of the report."""

    CONFIRMED = "confirmed"
    PARTLY = "partly"
    REFUTED = "refuted"
    UNDECIDABLE = "undecidable"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place that bears a verdict out, and the policy that found it; None for what a figure was measured from."""

    path: str
    line: int
    policy: str | None

    def to_json(self) -> dict[str, Json]:
        """Return `{"path", "line", "policy"}`."""
        return {"path": self.path, "line": self.line, "policy": self.policy}


@dataclass(frozen=True, slots=True)
class Claim:
    """One finding of the report, by its slug in the ledger, and its verdict. *reason* says why, in one line."""

    finding: str
    claim: str
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    reason: str | None = None

    @classmethod
    def of(
        cls, entry: LedgerEntry, verdict: Verdict, evidence: tuple[Evidence, ...] = (), reason: str | None = None
    ) -> Claim:
        """Settle an entry of the ledger."""
        return cls(entry.slug, entry.claim, verdict, evidence, reason)

    def to_json(self) -> dict[str, Json]:
        """Return the entry of the report's `claims`."""
        return {
            "finding": self.finding,
            "claim": self.claim,
            "verdict": self.verdict.value,
            "evidence": [item.to_json() for item in self.evidence],
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Claim:
        """Read what :meth:`to_json` wrote."""
        evidence = tuple(Evidence(**item) for item in value["evidence"])
        return cls(**{**value, "verdict": Verdict(value["verdict"]), "evidence": evidence})


@dataclass(frozen=True, slots=True)
class MetricOutcome:
    """A row of section 12: what the report says, wants, and what we measure.

    *measured* is None where nothing measures it, *reason* then says why; *unit* is that of *measured*.
    """

    metric: str
    current: str
    target: str
    timeline: str
    measured: float | None
    unit: str | None
    reason: str | None

    def to_json(self) -> dict[str, Json]:
        """Return the entry of the report's `success_metrics`."""
        return {
            "metric": self.metric,
            "current": self.current,
            "target": self.target,
            "timeline": self.timeline,
            "measured": self.measured,
            "unit": self.unit,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> MetricOutcome:
        """Read what :meth:`to_json` wrote."""
        return cls(**value)


def metric_outcomes(assessment: Assessment, measured: Mapping[str, float]) -> tuple[MetricOutcome, ...]:
    """Return all rows of section 12; *measured* holds figures by the id of their metric."""
    units = {metric.id: metric.unit for metric in assessment.metrics}
    result: list[MetricOutcome] = []
    for row in assessment.success_metrics:
        figure = measured.get(row.measured_by or "")
        reason = row.reason if row.measured_by is None else "Nothing of its kind was found." if figure is None else None
        unit = units.get(row.measured_by or "") if figure is not None else None
        result.append(MetricOutcome(row.metric, row.current, row.target, row.timeline, figure, unit, reason))
    return tuple(result)
