"""Findings as the HTML page shows them: by policy, the worst first, each with the source around it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nova_policy.assess.entries import PolicyEntry, RecommendationEntry
from nova_policy.assess.report import Report
from nova_policy.model import Finding, Severity, Status
from nova_policy.report.escape import safe_link, visible
from nova_policy.report.excerpt import Excerpts, Line
from nova_policy.report.html_charts import ORIGINS, chapter
from nova_policy.report.levels import worst_first

_MOST_PLACES = 12
_MOST_EXCERPTS_OF_A_POLICY = 200


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding ready to be shown: names visible, the source around it masked."""

    message: str
    place: str
    environments: tuple[str, ...]
    about: str
    status: Status
    excerpt: tuple[Line, ...]
    related: tuple[str, ...]
    more_related: int


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy with findings. *chapter* is where the assessment speaks of it, *section* says so in words."""

    policy: PolicyEntry
    chapter: str
    section: str
    recommendation: RecommendationEntry | None
    links: tuple[str, ...]
    open: int
    findings: tuple[FindingView, ...]


def policy_views(report: Report, excerpts: Excerpts) -> list[PolicyView]:
    """Return all policies with findings, the worst first, then those with the most open findings."""
    groups: dict[str, list[Finding]] = {}
    for finding in worst_first(report.findings):
        groups.setdefault(finding.policy, []).append(finding)
    views = [_policy(report, report.policies[name], findings, excerpts) for name, findings in groups.items()]
    return sorted(views, key=lambda view: (not view.open, view.policy.severity.rank, -view.open, view.policy.id))


def blocking(views: Sequence[PolicyView]) -> list[PolicyView]:
    """Return the policies that block shipping, those with the most findings first."""
    return [view for view in views if view.open and view.policy.severity is Severity.BLOCKER]


def _policy(report: Report, policy: PolicyEntry, findings: Sequence[Finding], excerpts: Excerpts) -> PolicyView:
    title = report.subject.sections.get(policy.section or "", "")
    return PolicyView(
        policy=policy,
        chapter=chapter(policy),
        section=f"§{policy.section} {title}".strip() if policy.section else ORIGINS.get(policy.origin, policy.origin),
        recommendation=report.recommendation(policy.recommendation),
        links=tuple(link for link in policy.related_resources if safe_link(link)),
        open=sum(finding.status is Status.OPEN for finding in findings),
        findings=tuple(_findings(findings, excerpts)),
    )


def _findings(findings: Sequence[Finding], excerpts: Excerpts) -> Iterator[FindingView]:
    for number, finding in enumerate(findings):
        about = finding.object
        names = [about.kind, f"{about.namespace}/{about.name}" if about.namespace else about.name] if about else []
        related = finding.related_locations
        yield FindingView(
            message=visible(finding.message),
            place=visible(str(finding.location)),
            environments=tuple(map(visible, finding.environments)),
            about=visible(" ".join(names)),
            status=finding.status,
            excerpt=_visible(excerpts.around(finding.location)) if number < _MOST_EXCERPTS_OF_A_POLICY else (),
            related=tuple(visible(str(place)) for place in related[:_MOST_PLACES]),
            more_related=max(0, len(related) - _MOST_PLACES),
        )


def _visible(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(Line(line.number, visible(line.text.expandtabs(4)), line.is_culprit) for line in lines)
