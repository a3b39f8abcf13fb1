"""The report for a terminal: findings by file, then what a manager wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from nova_policy.assess.effort import Progress, RecommendationEffort
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.model import Finding, Severity
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context

_COLORS = {Severity.BLOCKER: "1;31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}
_NEXT = 5


def render(report: Report, context: Context) -> str:
    """Return the report as lines; without color for anything but a terminal."""
    paint = _Paint(enabled=context.color)
    lines = list(_findings(report, context, paint))
    if context.verbosity >= 0:
        lines += _summary(report, paint)
    if context.verbosity > 0:
        lines += _not_applicable(report)
    return "\n".join(lines) + "\n" if lines else ""


class _Paint:
    """Wraps text in terminal colours, or leaves it as it is."""

    def __init__(self, *, enabled: bool) -> None:
        self._enabled = enabled

    def __call__(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._enabled else text


def _findings(report: Report, context: Context, paint: _Paint) -> Iterator[str]:
    hours = {part.recommendation.id: part for part in report.recommendations}
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        yield paint(visible(path), "1;4")
        for finding in group:
            origin = report.policies[finding.policy].origin
            yield f"{_line(finding, paint)}  {_reference(finding, origin, hours)}"
            if context.verbosity > 0:
                yield from (f"    see {visible(str(place))}" for place in finding.related_locations)
        yield ""


def _line(finding: Finding, paint: _Paint) -> str:
    place = visible(str(finding.location))
    severity = paint(f"{finding.severity.value:<7}", _COLORS[finding.severity])
    return f"{place}  {severity}  {finding.policy}  {visible(finding.message)}"


def _reference(finding: Finding, origin: str, hours: dict[str, RecommendationEffort]) -> str:
    """Where the finding stands in the report and what it costs: `(§3, P0-4, 2 h; prod, staging)`."""
    parts = [f"§{finding.section}"] if finding.section else [origin]
    effort = hours.get(finding.recommendation or "")
    if effort:
        parts.append(effort.recommendation.id)
        if effort.hours is not None:
            mark = "~" if effort.recommendation.effort.source is EffortSource.ESTIMATE else ""
            parts.append(f"{mark}{effort.hours:g} h")
    environments = f"; {', '.join(map(visible, finding.environments))}" if finding.environments else ""
    return f"({', '.join(parts)}{environments})"


def _summary(report: Report, paint: _Paint) -> Iterator[str]:
    if not report.complete:
        yield paint("INCOMPLETE: this is no verdict. Not judged:", "1;31")
        yield from (f"  {visible(str(problem))}" for problem in report.problems)
        yield ""
    counts = [f"{count} {severity.value}" for severity, count in report.by_severity.items() if count]
    scope = report.scope
    environments = f", environments {', '.join(map(visible, scope.environments))}" if scope.environments else ""
    yield f"{scope.documents} documents judged by {scope.policies} policies{environments}"
    total = len(report.open_findings)
    yield paint(f"{total} open findings: {', '.join(counts)}" if total else "No open findings", "1")
    yield from _hours(report)
    yield from _next(report)


def _hours(report: Report) -> Iterator[str]:
    total = report.hours(EffortSource.REPORT)
    parts = []
    for priority in Priority:
        hours = report.hours(EffortSource.REPORT, priority)
        if hours.total:
            parts.append(f"{priority.value} {hours.remaining:g} of {hours.total:g}")
    yield f"Hours left, as the assessment states them: {total.remaining:g} of {total.total:g} ({', '.join(parts)})"
    estimated = report.hours(EffortSource.ESTIMATE)
    if estimated.total:
        yield f"Hours left where it states none, by our estimate: {estimated.remaining:g} of {estimated.total:g}"


def _next(report: Report) -> Iterator[str]:
    left = [part for part in report.recommendations if part.progress in {Progress.OPEN, Progress.PARTLY}]
    if not left:
        return
    yield "Do first:"
    for part in left[:_NEXT]:
        hours = f"{part.remaining_hours:g} h" if part.remaining_hours is not None else "hours not stated"
        yield f"  {part.recommendation.id:<5} {part.recommendation.title} ({hours}, {part.open_findings} findings)"
    if len(left) > _NEXT:
        yield f"  and {len(left) - _NEXT} more"


def _not_applicable(report: Report) -> Iterator[str]:
    if names := report.scope.not_applicable:
        yield ""
        yield "Not applicable, because nothing of their kind was found:"
        yield from (f"  {name}" for name in names)
