"""What a report says of policies and recommendations: plain values that come back from JSON as they went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.assess.effort import Progress, RecommendationEffort
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.bundle.catalogue import Policy
from nova_policy.model import Json, Severity


@dataclass(frozen=True, slots=True)
class PolicyEntry:
    """What a report says of one policy. *applied* tells whether there was anything for it to judge.

    *omitted* counts its open findings that are not listed because there are so many.
    """

    id: str
    title: str
    description: str
    severity: Severity
    section: str | None
    recommendation: str | None
    capability: str
    origin: str
    remediation: str
    related_resources: tuple[str, ...]
    estimate_hours: float | None
    applied: bool
    omitted: int = 0

    @classmethod
    def of(cls, policy: Policy, *, applied: bool, omitted: int = 0) -> PolicyEntry:
        """Take over what formats need from the catalogue."""
        return cls(
            id=policy.id,
            title=policy.title,
            description=policy.description,
            severity=policy.severity,
            section=policy.section,
            recommendation=policy.recommendation,
            capability=policy.capability,
            origin=policy.origin,
            remediation=policy.remediation,
            related_resources=policy.related_resources,
            estimate_hours=policy.estimate_hours,
            applied=applied,
            omitted=omitted,
        )

    def to_json(self) -> dict[str, Json]:
        """Return the entry of the report's `policies`; `omitted` only where findings are."""
        return {
            "id": self.id,
            "title": self.title,
            "description": self.description,
            "severity": self.severity.value,
            "section": self.section,
            "recommendation": self.recommendation,
            "capability": self.capability,
            "origin": self.origin,
            "remediation": self.remediation,
            "related_resources": list(self.related_resources),
            "estimate_hours": self.estimate_hours,
            "applied": self.applied,
            **({"omitted": self.omitted} if self.omitted else {}),
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> PolicyEntry:
        """Read what :meth:`to_json` wrote."""
        changed = {"severity": Severity(value["severity"]), "related_resources": tuple(value["related_resources"])}
        return cls(**{**value, **changed})


@dataclass(frozen=True, slots=True)
class StepEntry:
    """One step of a recommendation."""

    id: str
    title: str
    status: Progress
    open_findings: int

    def to_json(self) -> dict[str, Json]:
        """Return `{"id", "title", "status", "open_findings"}`."""
        return {"id": self.id, "title": self.title, "status": self.status.value, "open_findings": self.open_findings}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> StepEntry:
        """Read what :meth:`to_json` wrote."""
        return cls(value["id"], value["title"], Progress(value["status"]), value["open_findings"])


@dataclass(frozen=True, slots=True)
class RecommendationEntry:
    """One recommendation of the report and how far it is. Hours are None where nobody says how many."""

    id: str
    title: str
    priority: Priority
    status: Progress
    effort_hours: float | None
    effort_source: EffortSource
    effort_reason: str | None
    impact: str | None
    remaining_hours: float | None
    open_findings: int
    steps: tuple[StepEntry, ...]

    @classmethod
    def of(cls, part: RecommendationEffort) -> RecommendationEntry:
        """Flatten a recommendation and its effort."""
        item = part.recommendation
        return cls(
            id=item.id,
            title=item.title,
            priority=item.priority,
            status=part.progress,
            effort_hours=part.hours,
            effort_source=item.effort.source,
            effort_reason=item.effort.reason,
            impact=item.impact,
            remaining_hours=part.remaining_hours,
            open_findings=part.open_findings,
            steps=tuple(StepEntry(step.id, step.title, step.progress, step.open_findings) for step in part.steps),
        )

    def to_json(self) -> dict[str, Json]:
        """Return the entry of the report's `recommendations`."""
        return {
            "id": self.id,
            "title": self.title,
            "priority": self.priority.value,
            "status": self.status.value,
            "effort_hours": self.effort_hours,
            "effort_source": self.effort_source.value,
            "effort_reason": self.effort_reason,
            "impact": self.impact,
            "remaining_hours": self.remaining_hours,
            "open_findings": self.open_findings,
            "steps": [step.to_json() for step in self.steps],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> RecommendationEntry:
        """Read what :meth:`to_json` wrote."""
        changed = {
            "priority": Priority(value["priority"]),
            "status": Progress(value["status"]),
            "effort_source": EffortSource(value["effort_source"]),
            "steps": tuple(map(StepEntry.from_json, value["steps"])),
        }
        return cls(**{**value, **changed})
