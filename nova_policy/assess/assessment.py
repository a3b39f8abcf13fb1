"""The written assessment as data, and the figures that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.assess.ledger import LedgerEntry, Metric, ObservedPolicy, SuccessMetric
from nova_policy.assess.outline import Capability, CriticalFinding, Disagreement, Level, Section, Stated
from nova_policy.assess.recommendation import PriorityHeading, Recommendation, RoadmapStage


@dataclass(frozen=True, slots=True)
class Assessment:
    """All of the report, in its own order. *lines* is how many lines it has."""

    title: str
    project: str
    date: str
    scope: str
    lines: int
    stated: Stated
    priorities: tuple[PriorityHeading, ...]
    critical_findings: tuple[CriticalFinding, ...]
    disagreements: tuple[Disagreement, ...]
    sections: tuple[Section, ...]
    levels: tuple[Level, ...]
    capabilities: tuple[Capability, ...]
    recommendations: tuple[Recommendation, ...]
    roadmap: tuple[RoadmapStage, ...]
    metrics: tuple[Metric, ...]
    success_metrics: tuple[SuccessMetric, ...]
    findings: tuple[LedgerEntry, ...]
    observed: tuple[ObservedPolicy, ...]

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Assessment:
        """Read the document that :func:`validate` accepts."""
        report = value["report"]
        return cls(
            title=report["title"],
            project=report["project"],
            date=report["date"],
            scope=report["scope"],
            lines=report["lines"],
            stated=Stated.from_json(value["stated"]),
            priorities=tuple(map(PriorityHeading.from_json, value["priorities"])),
            critical_findings=tuple(map(CriticalFinding.from_json, value["critical_findings"])),
            disagreements=tuple(map(Disagreement.from_json, value["disagreements"])),
            sections=tuple(map(Section.from_json, value["sections"])),
            levels=tuple(map(Level.from_json, value["levels"])),
            capabilities=tuple(map(Capability.from_json, value["capabilities"])),
            recommendations=tuple(map(Recommendation.from_json, value["recommendations"])),
            roadmap=tuple(map(RoadmapStage.from_json, value["roadmap"])),
            metrics=tuple(map(Metric.from_json, value["metrics"])),
            success_metrics=tuple(map(SuccessMetric.from_json, value["success_metrics"])),
            findings=tuple(map(LedgerEntry.from_json, value["findings"])),
            observed=tuple(map(ObservedPolicy.from_json, value["observed"])),
        )

    def section(self, section_id: str) -> Section:
        """Return the section of this id; raise KeyError when the report has none."""
        return {section.id: section for section in self.sections}[section_id]

    def recommendation(self, recommendation_id: str) -> Recommendation:
        """Return the recommendation of this id; raise KeyError when there is none."""
        return {item.id: item for item in self.recommendations}[recommendation_id]

    def capability(self, capability_id: str) -> Capability:
        """Return the capability of this id; raise KeyError when there is none."""
        return {item.id: item for item in self.capabilities}[capability_id]

    @property
    def average_score(self) -> float:
        """The mean of the capabilities' scores: 39.09, where the report says 42."""
        return sum(item.score for item in self.capabilities) / len(self.capabilities)

    def level_of(self, score: float) -> Level:
        """Return the level that *score* reaches by the report's own scale; raise ValueError outside of it.

        The scale knows whole points: 40.5 has not reached 41 and is still the level of 40.
        """
        reached = [level for level in self.levels if level.lowest <= score]
        if not reached or score > max(level.highest for level in self.levels):
            raise ValueError(f"{score} is not on the report's scale of maturity")
        return max(reached, key=lambda level: level.lowest)


def validate(value: object) -> list[str]:
    """Return what the schema forbids in *value*, as `path: what`, ordered by path; empty when it is an assessment.

    References between its parts are checked by :func:`nova_policy.assess.references.dangling_references`.
    """
    import json
    from importlib.resources import files

    from jsonschema import Draft202012Validator

    schema = json.loads(files("nova_policy.assess").joinpath("assessment.schema.json").read_text("utf-8"))
    errors = Draft202012Validator(schema).iter_errors(value)
    return sorted(f"{'/'.join(map(str, error.path)) or 'document'}: {error.message}" for error in errors)
