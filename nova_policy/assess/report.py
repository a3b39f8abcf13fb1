"""Everything that a run has to say, before anybody formats it; the same after a trip through JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import fsum
from typing import Any

from nova_policy import __version__
from nova_policy.assess import saved
from nova_policy.assess.assessment import Assessment
from nova_policy.assess.claims import Grounds, settle
from nova_policy.assess.contradictions import Contradiction, contradictions
from nova_policy.assess.effort import Evidence, Hours, efforts
from nova_policy.assess.entries import PolicyEntry, RecommendationEntry
from nova_policy.assess.metrics import measure, single_figures
from nova_policy.assess.outcome import Claim, MetricOutcome, metric_outcomes
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.roadmap import Stage, stages
from nova_policy.assess.scope import Scope, Subject, Tool
from nova_policy.assess.score import CapabilityScore, capability_scores, overall_score
from nova_policy.assess.summary import summary
from nova_policy.bundle.catalogue import Catalogue
from nova_policy.collect.project import Project
from nova_policy.config import Configuration
from nova_policy.engines.judge import Judgement
from nova_policy.model import Finding, Json, Problem, Severity, Status

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Report:
    """One run: findings in the order of their places, what could not be judged, and what it means for the assessment.

    Equal inputs give equal reports: there is no time, host or path of this machine in it. *policies* are ordered by
    id, all else in the assessment's order.
    """

    tool: Tool
    subject: Subject
    scope: Scope
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    recommendations: tuple[RecommendationEntry, ...]
    capabilities: tuple[CapabilityScore, ...]
    roadmap: tuple[Stage, ...]
    success_metrics: tuple[MetricOutcome, ...]
    claims: tuple[Claim, ...]
    contradictions: tuple[Contradiction, ...]
    policies: Mapping[str, PolicyEntry] = field(repr=False)

    @property
    def complete(self) -> bool:
        """Whether everything that should be judged was judged; only then is "no finding" a verdict."""
        return not self.problems

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that are neither waived nor part of the baseline."""
        return tuple(finding for finding in self.findings if finding.status is Status.OPEN)

    @property
    def by_severity(self) -> dict[Severity, int]:
        """Open findings by severity, worst first, zeros included, those counted that are not listed."""
        counts = Counter(finding.severity for finding in self.open_findings)
        for policy in self.policies.values():
            counts[policy.severity] += policy.omitted
        return {severity: counts[severity] for severity in Severity}

    @property
    def score(self) -> float:
        """The mean of the capabilities' scores; of an incomplete run it is no more than an upper bound."""
        return overall_score(self.capabilities)

    @property
    def not_applicable(self) -> tuple[str, ...]:
        """The policies that had nothing to judge: they have not passed."""
        return tuple(name for name, policy in self.policies.items() if not policy.applied)

    def recommendation(self, name: str | None) -> RecommendationEntry | None:
        """Return the recommendation of this id, None when there is none."""
        return next((item for item in self.recommendations if item.id == name), None)

    def hours(self, source: EffortSource, priority: Priority | None = None) -> Hours:
        """Hours from one source, of one priority or of all; what nobody states adds nothing."""
        parts = [
            part for part in self.recommendations if part.effort_source is source and priority in (None, part.priority)
        ]
        return Hours(
            total=round(fsum(part.effort_hours or 0 for part in parts), 2),
            remaining=round(fsum(part.remaining_hours or 0 for part in parts), 2),
        )

    def to_json(self) -> dict[str, Json]:
        """Return the report as its schema, `nova_policy/report/schema.json`, has it."""
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": self.tool.to_json(),
            "assessment": self.subject.to_json(),
            "complete": self.complete,
            "not_assessed": [saved.problem_to_json(problem) for problem in self.problems],
            "not_applicable": list(self.not_applicable),
            "configuration": self.scope.configuration_to_json(),
            "summary": summary(self),
            "findings": [finding.to_json() for finding in self.findings],
            "recommendations": [item.to_json() for item in self.recommendations],
            "capabilities": [saved.capability_to_json(item) for item in self.capabilities],
            "roadmap": [stage.to_json() for stage in self.roadmap],
            "success_metrics": [item.to_json() for item in self.success_metrics],
            "claims": [claim.to_json() for claim in self.claims],
            "contradictions": [item.to_json() for item in self.contradictions],
            "policies": [policy.to_json() for policy in self.policies.values()],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Report:
        """Read what :meth:`to_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        if value["schema_version"] != SCHEMA_VERSION:
            raise ValueError(f"schema_version {value['schema_version']} is not {SCHEMA_VERSION}")
        policies = map(PolicyEntry.from_json, value["policies"])
        return cls(
            tool=Tool.from_json(value["tool"]),
            subject=Subject.from_json(value["assessment"]),
            scope=Scope.from_json(value["summary"], value["configuration"]),
            findings=tuple(map(saved.finding_from_json, value["findings"])),
            problems=tuple(map(saved.problem_from_json, value["not_assessed"])),
            recommendations=tuple(map(RecommendationEntry.from_json, value["recommendations"])),
            capabilities=tuple(map(saved.capability_from_json, value["capabilities"])),
            roadmap=tuple(map(Stage.from_json, value["roadmap"])),
            success_metrics=tuple(map(MetricOutcome.from_json, value["success_metrics"])),
            claims=tuple(map(Claim.from_json, value["claims"])),
            contradictions=tuple(map(saved.contradiction_from_json, value["contradictions"])),
            policies={policy.id: policy for policy in policies},
        )


def build_report(
    *,
    findings: Sequence[Finding],
    judgement: Judgement,
    project: Project,
    catalogue: Catalogue,
    assessment: Assessment,
    engine_name: str,
    bundle_revision: str,
    problems: Sequence[Problem],
    configuration: Configuration,
) -> Report:
    """Put the results of a run together with what the assessment says."""
    evidence = Evidence.of(findings, judgement.applied, judgement.unanswered)
    parts = efforts(assessment, evidence)
    measured = measure(assessment, project, judgement)
    return Report(
        tool=Tool(__version__, engine_name, bundle_revision),
        subject=Subject.of(assessment),
        scope=Scope.of(project, judgement.pairs, len(catalogue.policies), configuration),
        findings=tuple(findings),
        problems=tuple(problems),
        recommendations=tuple(map(RecommendationEntry.of, parts)),
        capabilities=capability_scores(assessment, catalogue.policies.values(), evidence),
        roadmap=stages(assessment, parts),
        success_metrics=metric_outcomes(assessment, single_figures(measured)),
        claims=settle(assessment, Grounds(findings, judgement, project, catalogue, measured)),
        contradictions=contradictions(assessment),
        policies={
            name: PolicyEntry.of(policy, applied=name in judgement.applied, omitted=judgement.omitted.get(name, 0))
            for name, policy in sorted(catalogue.policies.items())
        },
    )
