"""What the HTML page shows, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nova_policy.assess.entries import PolicyEntry, RecommendationEntry
from nova_policy.assess.recommendation import EffortSource
from nova_policy.assess.report import Report
from nova_policy.assess.roadmap import Stage
from nova_policy.assess.summary import observed_hours
from nova_policy.model import Finding, Location, Severity, Status
from nova_policy.report.escape import safe_link, visible
from nova_policy.report.excerpt import Excerpts, Line
from nova_policy.report.levels import worst_first
from nova_policy.report.wording import count

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
    fingerprint: str


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A policy with findings; *hours* says what settling it takes, in the words of the assessment."""

    policy: PolicyEntry
    section: str | None
    recommendation: RecommendationEntry | None
    links: tuple[str, ...]
    open: int
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The first screen: *tone* is a CSS class, one of `bad`, `warn`, `good`."""

    tone: str
    headline: str
    detail: str


def answer(report: Report) -> Answer:
    """Say whether it may ship. An incomplete run never says yes."""
    counts = report.by_severity
    total = sum(counts.values())
    blockers = counts[Severity.BLOCKER]
    if not report.complete:
        what = f"{count(len(report.problems), 'thing')} could not be judged."
        return Answer("bad", "No verdict: this run is incomplete", f"{what} {_found(blockers, total)}")
    if blockers:
        return Answer("bad", "Do not ship", _found(blockers, total))
    if total:
        return Answer("warn", "Nothing blocks shipping", f"{count(total, 'finding')} of lesser severity remain open.")
    return Answer("good", "Ready to ship", "Everything was judged and nothing is open.")


def _found(blockers: int, total: int) -> str:
    return f"{count(blockers, 'blocker')} among {count(total, 'open finding')}."


def policy_views(report: Report, excerpts: Excerpts) -> list[PolicyView]:
    """Return all policies with findings, the worst first, then those with the most open findings."""
    groups: dict[str, list[Finding]] = {}
    for finding in worst_first(report.findings):
        groups.setdefault(finding.policy, []).append(finding)
    views = [_policy(report, report.policies[name], findings, excerpts) for name, findings in groups.items()]
    return sorted(views, key=lambda view: (not view.open, view.policy.severity.rank, -view.open, view.policy.id))


def _policy(report: Report, policy: PolicyEntry, findings: Sequence[Finding], excerpts: Excerpts) -> PolicyView:
    title = report.subject.sections.get(policy.section or "")
    return PolicyView(
        policy=policy,
        section=f"§{policy.section} {title or ''}".strip() if policy.section else None,
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
            fingerprint=finding.fingerprint,
        )


def _visible(lines: Sequence[Line]) -> tuple[Line, ...]:
    return tuple(Line(line.number, visible(line.text.expandtabs(4)), line.is_culprit) for line in lines)


def blocking(views: Sequence[PolicyView]) -> list[PolicyView]:
    """Return the policies that block shipping, those with the most findings first."""
    return [view for view in views if view.open and view.policy.severity is Severity.BLOCKER]


def plan(report: Report) -> list[tuple[Stage, list[tuple[RecommendationEntry, str | None]]]]:
    """Return the stages with work left; a recommendation has its anchor in the first stage that names it."""
    items = {item.id: item for item in report.recommendations}
    seen: set[str] = set()
    result: list[tuple[Stage, list[tuple[RecommendationEntry, str | None]]]] = []
    for stage in report.roadmap:
        if stage.open:
            result.append((stage, [(items[name], None if name in seen else f"rec-{name}") for name in stage.open]))
            seen.update(stage.open)
    return result


def hours_left(report: Report) -> dict[str, float]:
    """Return the three sums of hours that are never added up."""
    stated, estimated = report.hours(EffortSource.REPORT), report.hours(EffortSource.ESTIMATE)
    return {
        "left": stated.remaining,
        "total": stated.total,
        "estimate": estimated.remaining,
        "estimate_total": estimated.total,
        "missed": observed_hours(report),
    }


def place(location: Location | None) -> str:
    """Return a problem's place, or nothing."""
    return visible(str(location)) if location else ""
