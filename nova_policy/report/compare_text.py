"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Finding
from nova_policy.report.compare import Comparison
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context
from nova_policy.report.paint import BOLD, GREEN, RED, Paint
from nova_policy.report.wording import count

_MOST = 50
"""How many findings a section lists; --verbose lists all."""


def render(comparison: Comparison, context: Context) -> str:
    """Return what appeared, disappeared and moved, then hours and score with the policies that explain them."""
    paint = Paint(color=context.color)
    most = None if context.verbosity > 0 else _MOST
    lines = [paint(f"Careful: {doubt}", RED) for doubt in comparison.doubts]
    for title, listed in _sections(comparison, paint):
        if listed:
            more = [f"  and {len(listed) - most} more (--verbose)"] if most and len(listed) > most else []
            lines += [paint(title, BOLD), *listed[:most], *more, ""]
    if context.verbosity >= 0:
        lines += [*_hours(comparison, paint), "", *_score(comparison, paint)]
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _sections(comparison: Comparison, paint: Paint) -> Iterator[tuple[str, list[str]]]:
    yield _titled(comparison.appeared, "appeared"), [f"{paint('+', RED)} {_line(one)}" for one in comparison.appeared]
    gone = [f"{paint('-', GREEN)} {_line(one)}" for one in comparison.disappeared]
    yield _titled(comparison.disappeared, "disappeared"), gone
    moved = [f"  {_line(new)} (was {visible(str(old.location))})" for old, new in comparison.moved]
    yield _titled(comparison.moved, "moved"), moved
    settled = [f"  {_line(new)} (was {old.status.value}, is {new.status.value})" for old, new in comparison.resettled]
    yield _titled(comparison.resettled, "of another status"), settled


def _titled(findings: Sequence[object], verb: str) -> str:
    return f"{count(len(findings), 'finding')} {verb}"


def _line(finding: Finding) -> str:
    return f"{visible(str(finding.location))}  {finding.severity.value}  {finding.policy}  {visible(finding.message)}"


def _hours(comparison: Comparison, paint: Paint) -> Iterator[str]:
    for source, whose in ((EffortSource.REPORT, "the assessment's"), (EffortSource.ESTIMATE, "by our estimate")):
        changes = [change for change in comparison.hours if change.source is source]
        if changes or source is EffortSource.REPORT:
            yield f"{paint('Hours bought back', BOLD)} ({whose}): {comparison.bought_back(source):g}"
        for change in changes:
            left = f"{change.before:g} h left before, {change.after:g} h now"
            yield f"  {change.recommendation:<5} {change.title}: {left}"
    if missed := comparison.missed_bought_back:
        yield f"{paint('Hours bought back', BOLD)} (by our estimate, for what the assessment missed): {missed:g}"


def _score(comparison: Comparison, paint: Paint) -> Iterator[str]:
    before, after = comparison.before.score, comparison.after.score
    yield f"{paint('Maturity', BOLD)}: {before:.1f} before, {after:.1f} now ({after - before:+.1f})"
    for change in comparison.scores:
        yield f"  {change.title}: {change.before:.1f} before, {change.after:.1f} now"
        yield from (f"    {reason}" for reason in change.reasons)
