"""The end of the text report: what a manager wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.assess.summary import observed_hours
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context
from nova_policy.report.wording import count, hours, score, unfinished, verdict

_FIRST = 5
_RED_BOLD, _BOLD = "1;31", "1"


def incomplete_lines(report: Report, paint: Callable[[str, str], str]) -> Iterator[str]:
    """Give the banner of an incomplete run, which is shown however quiet the rest is."""
    if not report.complete:
        yield paint("INCOMPLETE: this is no verdict. Not judged:", _RED_BOLD)
        yield from (f"  {visible(str(problem))}" for problem in report.problems)
        yield ""


def summary_lines(report: Report, context: Context, paint: Callable[[str, str], str]) -> Iterator[str]:
    """Give the lines below the findings; *paint* takes text and an SGR code."""
    yield _scope(report)
    yield from _configuration(report)
    yield paint(verdict(report) if report.complete else _so_far(report), _BOLD)
    yield from _hours(report)
    yield f"Maturity: {score(report)}"
    yield from _first(report)
    yield from _not_applicable(report, context.verbosity)
    if context.claims:
        yield from _claims(report)


def _scope(report: Report) -> str:
    scope = report.scope
    environments = f", environments {', '.join(map(visible, scope.environments))}" if scope.environments else ""
    return f"{count(scope.documents, 'document')} judged by {scope.policies} policies{environments}"


def _configuration(report: Report) -> Iterator[str]:
    scope = report.scope
    for what, names in (
        ("Left out by configuration", scope.exclude),
        ("Parameters set by configuration", scope.parameters),
        ("Ignored in the tree's own configuration", scope.ignored_keys),
    ):
        if names:
            yield f"{what}: {', '.join(map(visible, names))}"


def _so_far(report: Report) -> str:
    return f"{count(len(report.open_findings), 'open finding')} in what was judged"


def _hours(report: Report) -> Iterator[str]:
    total = report.hours(EffortSource.REPORT)
    parts = []
    for priority in Priority:
        part = report.hours(EffortSource.REPORT, priority)
        if part.total:
            parts.append(f"{priority.value} {part.remaining:g} of {part.total:g}")
    yield f"Hours left, as the assessment states them: {total.remaining:g} of {total.total:g} ({', '.join(parts)})"
    estimated = report.hours(EffortSource.ESTIMATE)
    if estimated.total:
        yield f"Hours left where it states none, by our estimate: {estimated.remaining:g} of {estimated.total:g}"
    if beyond := observed_hours(report):
        yield f"Hours left for what the assessment missed, by our estimate: {beyond:g}"


def _first(report: Report) -> Iterator[str]:
    left = unfinished(report)
    if left:
        yield "Do first:"
    for item in left[:_FIRST]:
        about = f"{hours(item.remaining_hours, item.effort_source)} left, {count(item.open_findings, 'open finding')}"
        yield f"  {item.id:<5} {item.title} ({about})"
    if len(left) > _FIRST:
        yield f"  and {len(left) - _FIRST} more"


def _not_applicable(report: Report, verbosity: int) -> Iterator[str]:
    names = report.not_applicable
    if not names:
        return
    if verbosity <= 0:
        yield f"{len(names)} of {report.scope.policies} policies had nothing to judge (--verbose names them)"
        return
    yield ""
    yield "Not applicable, because nothing of their kind was found:"
    yield from (f"  {name}" for name in names)


def _claims(report: Report) -> Iterator[str]:
    yield ""
    yield "What the assessment claims, and what the repository says:"
    for claim in report.claims:
        places = ", ".join(visible(f"{item.path}:{item.line}") for item in claim.evidence[:3])
        more = f" and {len(claim.evidence) - 3} more" if len(claim.evidence) > 3 else ""
        because = f" ({claim.reason})" if claim.reason else ""
        shown = f"; {places}{more}" if places else ""
        yield f"  {claim.verdict.value:<11} {claim.finding}: {claim.claim}{because}{shown}"
    for item in report.contradictions:
        yield f"  contradicts itself in line {item.line}: {item.claim}: {item.stated}, but {item.computed}"
