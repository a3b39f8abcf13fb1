"""Everything that a run has to say, before anybody formats it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from nova_policy import __version__
from nova_policy.assess.assessment import Assessment
from nova_policy.assess.contradictions import Contradiction, contradictions
from nova_policy.assess.effort import Evidence, Hours, RecommendationEffort, efforts, hours_of
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.collect.project import Project
from nova_policy.config import Configuration
from nova_policy.engines.judge import Judgement
from nova_policy.model import Finding, Json, Problem, Severity, Status

SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class Scope:
    """What was looked at: counts of documents judged one by one, (document, policy) pairs, policies, files.

    *exclude*, *parameters* (names) and *ignored_keys* say what the configuration changed, and what it may not.
    """

    documents: int
    pairs: int
    policies: int
    environments: tuple[str, ...]
    files: int
    not_applicable: tuple[str, ...]
    ignored_keys: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """One run: findings in the order of their places, what could not be judged, and what it means for the assessment.

    Equal inputs give equal reports: there is no time, host or path of this machine in it.
    """

    engine: str
    bundle_revision: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    recommendations: tuple[RecommendationEffort, ...]
    contradictions: tuple[Contradiction, ...]
    scope: Scope
    policies: dict[str, Policy] = field(repr=False)
    assessment: Assessment = field(repr=False)

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
        """Open findings by severity, worst first, zeros included."""
        counts = Counter(finding.severity for finding in self.open_findings)
        return {severity: counts[severity] for severity in Severity}

    def hours(self, source: EffortSource, priority: Priority | None = None) -> Hours:
        """Hours from one source, of one priority or of all."""
        parts = [part for part in self.recommendations if priority in (None, part.recommendation.priority)]
        return hours_of(parts, source)

    def to_json(self) -> dict[str, Json]:
        """Return the report as its schema, `nova_policy/report/schema.json`, has it."""
        stated, estimated = self.hours(EffortSource.REPORT), self.hours(EffortSource.ESTIMATE)
        return {
            "schema_version": SCHEMA_VERSION,
            "tool": {"version": __version__, "engine": self.engine, "bundle_revision": self.bundle_revision},
            "complete": self.complete,
            "not_assessed": [problem.to_json() for problem in self.problems],
            "not_applicable": list(self.scope.not_applicable),
            "configuration": {
                "exclude": list(self.scope.exclude),
                "parameters": list(self.scope.parameters),
                "ignored_keys": list(self.scope.ignored_keys),
            },
            "findings": [finding.to_json() for finding in self.findings],
            "recommendations": [part.to_json() for part in self.recommendations],
            "contradictions": [item.to_json() for item in self.contradictions],
            "summary": {
                "findings_by_severity": {severity.value: count for severity, count in self.by_severity.items()},
                "total_hours": stated.total,
                "remaining_hours": stated.remaining,
                "estimated_total_hours": estimated.total,
                "estimated_remaining_hours": estimated.remaining,
                "documents": self.scope.documents,
                "pairs": self.scope.pairs,
                "policies": self.scope.policies,
                "files": self.scope.files,
                "environments": list(self.scope.environments),
            },
        }


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
    names = {document.environment for document in project.documents if document.environment}
    scope = Scope(
        documents=len(project.documents),
        pairs=judgement.pairs,
        policies=len(catalogue.policies),
        environments=tuple(sorted(names)),
        files=project.files,
        not_applicable=judgement.not_applicable,
        ignored_keys=configuration.ignored_keys,
        exclude=configuration.exclude,
        parameters=tuple(sorted(configuration.parameters)),
    )
    return Report(
        engine=engine_name,
        bundle_revision=bundle_revision,
        findings=tuple(findings),
        problems=tuple(problems),
        recommendations=efforts(assessment, evidence),
        contradictions=contradictions(assessment),
        scope=scope,
        policies=dict(catalogue.policies),
        assessment=assessment,
    )
