"""A comparison for a pull request's comment: what it brings, what it settles, and what that is worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Finding
from nova_policy.report.compare import Comparison
from nova_policy.report.escape import markdown, markdown_code
from nova_policy.report.fit import fitted
from nova_policy.report.formats import Context
from nova_policy.report.markdown_details import folded, table
from nova_policy.report.wording import count

_MOST = 100


def render(comparison: Comparison, _context: Context) -> str:
    """Return Markdown that fits into a comment; the first line marks it as ours."""
    parts = (
        ("appeared", comparison.appeared),
        ("disappeared", comparison.disappeared),
        ("moved", [new for _, new in comparison.moved]),
        ("of another status", [new for _, new in comparison.resettled]),
    )
    blocks = [(_listed(verb, findings), len(findings)) for verb, findings in parts if findings]
    return fitted("\n\n".join(_head(comparison)), blocks)


def _head(comparison: Comparison) -> Iterator[str]:
    yield "<!-- nova-policy-comparison -->"
    appeared, gone = len(comparison.new_open), len(comparison.disappeared)
    yield f"## Nova Policy: {count(appeared, 'new finding')}, {gone} settled"
    if comparison.doubts:
        yield "\n".join(f"> **Careful:** {markdown(doubt)}" for doubt in comparison.doubts)
    before, after = comparison.before.score, comparison.after.score
    lines = [f"- Maturity: {before:.1f} before, {after:.1f} now ({after - before:+.1f})"]
    lines += [f"  - {markdown(item.title)}: {'; '.join(map(markdown, item.reasons))}" for item in comparison.scores]
    lines.append(f"- Hours bought back (the assessment's): {comparison.bought_back():g}")
    if estimated := comparison.bought_back(EffortSource.ESTIMATE):
        lines.append(f"- Hours bought back (by our estimate): ~{estimated:g}")
    if missed := comparison.missed_bought_back:
        lines.append(f"- Hours bought back (by our estimate, for what it missed): ~{missed:g}")
    yield "\n".join(lines)


def _listed(verb: str, findings: Sequence[Finding]) -> str:
    rows = ([*_cells(finding)] for finding in findings[:_MOST])
    shown = table(("place", "severity", "policy", "finding"), rows)
    more = [f"… and {len(findings) - _MOST} more"] if len(findings) > _MOST else []
    return folded(f"{count(len(findings), 'finding')} {verb}", "\n\n".join([shown, *more]))


def _cells(finding: Finding) -> Iterator[str]:
    yield markdown_code(str(finding.location))
    yield finding.severity.value
    yield from map(markdown, (finding.policy, finding.message))
