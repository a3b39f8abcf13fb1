"""The end of the text report: what a manager wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.assess.report import Report
from nova_policy.model import Severity
from nova_policy.report.escape import visible
from nova_policy.report.figures import hours_left
from nova_policy.report.formats import Context
from nova_policy.report.paint import BOLD, DIM, GREEN, RED, Paint
from nova_policy.report.text_files import counts_lesser
from nova_policy.report.wording import count, hours, score, severities, unfinished, verdict

_FIRST = 5


def incomplete_lines(report: Report, paint: Paint) -> Iterator[str]:
    """Give the banner of an incomplete run, which is shown however quiet the rest is."""
    if not report.complete:
        yield paint("INCOMPLETE: this is no verdict. Not judged:", RED)
        yield from (f"  {visible(str(problem))}" for problem in report.problems)
        yield ""


def summary_lines(report: Report, context: Context, paint: Paint) -> Iterator[str]:
    """Give the lines below the findings."""
    yield _found(report, paint)
    if counts_lesser(report, context):
        yield paint("Those below high are only counted here: --verbose lists them, as does a pipe.", DIM)
    yield from _scope(report)
    yield ""
    yield paint("Work left", BOLD)
    yield from _work(report)
    yield ""
    yield f"{paint('Maturity', BOLD)}  {score(report)}"
    yield from _blockers(report, context, paint)
    yield from _first(report, paint)


def _found(report: Report, paint: Paint) -> str:
    if not report.complete:
        found = f": {severities(report.by_severity)}" if report.open_findings else ""
        return paint(f"{count(sum(report.by_severity.values()), 'open finding')} in what was judged{found}", RED)
    worst = RED if report.by_severity[Severity.BLOCKER] else BOLD
    return paint(verdict(report), worst if report.open_findings else GREEN)


def _scope(report: Report) -> Iterator[str]:
    scope = report.scope
    environments = f"; environments: {', '.join(map(visible, scope.environments))}" if scope.environments else ""
    yield f"{count(scope.documents, 'document')} judged by {scope.policies} policies{environments}"
    if skipped := len(report.not_applicable):
        yield f"{skipped} of the policies had nothing to judge"
    for what, names in (
        ("Left out by configuration", scope.exclude),
        ("Parameters set by configuration", scope.parameters),
        ("Ignored in the tree's own configuration", scope.ignored_keys),
    ):
        if names:
            yield f"{what}: {', '.join(map(visible, names))}"


def _work(report: Report) -> Iterator[str]:
    rows = hours_left(report)
    label, left, of = (max(len(getattr(row, name)) for row in rows) for name in ("label", "left", "of"))
    for row in rows:
        yield f"  {row.label:<{label}}  {row.left:>{left}} {row.of:<{of}}  {row.note}".rstrip()


def _blockers(report: Report, context: Context, paint: Paint) -> Iterator[str]:
    """Give the policies that block shipping, each with its first place."""
    found = [finding for finding in report.open_findings if finding.severity is Severity.BLOCKER]
    names = dict.fromkeys(finding.policy for finding in found)
    if not names:
        return
    yield ""
    yield paint("Blocks shipping", BOLD)
    width = max(map(len, names))
    for name in names:
        places = [visible(str(finding.location)) for finding in found if finding.policy == name]
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        policy = paint.link(name, next(iter(report.policies[name].related_resources), None))
        place = f"{places[0]}{more}"
        if context.width is None or width + len(place) + 4 <= context.width:
            yield f"  {policy}{'':{width - len(name)}}  {place}"
        else:
            yield from (f"  {policy}", f"      {place}")


def _first(report: Report, paint: Paint) -> Iterator[str]:
    left = unfinished(report)
    if left:
        yield ""
        yield paint("Do first", BOLD)
    for item in left[:_FIRST]:
        figure = "?" if item.remaining_hours is None else hours(item.remaining_hours, item.effort_source)
        yield f"  {item.id:<5} {figure:>7}  {item.title} ({count(item.open_findings, 'open finding')})"
    if len(left) > _FIRST:
        yield f"  and {len(left) - _FIRST} more: --verbose shows all, their steps and the roadmap"
