"""A comparison for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Finding
from nova_policy.report.compare import Comparison
from nova_policy.report.escape import visible
from nova_policy.report.wording import count

_MOST = 50


def render_comparison(comparison: Comparison) -> str:
    """Return what appeared, disappeared and moved, then hours and score with the policies that explain them."""
    lines = [*(f"Careful: {doubt}" for doubt in comparison.doubts)]
    lines += _listed("appeared", "+", comparison.appeared)
    lines += _listed("disappeared", "-", comparison.disappeared)
    moved = [f"  {_line(new)} (was {visible(str(old.location))})" for old, new in comparison.moved]
    lines += _section(f"{count(len(moved), 'finding')} moved", moved)
    settled = [f"  {_line(new)} (was {old.status.value}, is {new.status.value})" for old, new in comparison.resettled]
    lines += _section(f"{count(len(settled), 'finding')} of another status", settled)
    lines += [*_hours(comparison), *_score(comparison)]
    return "\n".join(lines) + "\n"


def _listed(verb: str, sign: str, findings: tuple[Finding, ...]) -> list[str]:
    return _section(f"{count(len(findings), 'finding')} {verb}", [f"{sign} {_line(finding)}" for finding in findings])


def _section(title: str, lines: list[str]) -> list[str]:
    more = [f"  and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return [title, *lines[:_MOST], *more] if lines else []


def _line(finding: Finding) -> str:
    return f"{visible(str(finding.location))}  {finding.severity.value}  {finding.policy}  {visible(finding.message)}"


def _hours(comparison: Comparison) -> Iterator[str]:
    for source, whose in ((EffortSource.REPORT, "the assessment's"), (EffortSource.ESTIMATE, "by our estimate")):
        changes = [change for change in comparison.hours if change.source is source]
        if changes or source is EffortSource.REPORT:
            yield f"Hours bought back ({whose}): {comparison.bought_back(source):g}"
        for change in changes:
            left = f"{change.before:g} h left before, {change.after:g} h now"
            yield f"  {change.recommendation:<5} {change.title}: {left}"


def _score(comparison: Comparison) -> Iterator[str]:
    before, after = comparison.before.score, comparison.after.score
    yield f"Maturity: {before:.1f} before, {after:.1f} now ({after - before:+.1f})"
    for change in comparison.scores:
        yield f"  {change.title}: {change.before:.1f} before, {change.after:.1f} now"
        if change.settled:
            yield f"    no longer held back by {', '.join(change.settled)}"
        if change.new:
            yield f"    now held back by {', '.join(change.new)}"
        if not change.settled and not change.new:
            yield "    other policies had something to judge, which shifts the weights"
