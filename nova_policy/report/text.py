"""The report for a terminal: findings, then what a manager wants to know."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.assess.report import Report
from nova_policy.model import Finding
from nova_policy.report.escape import visible
from nova_policy.report.excerpt import Excerpts
from nova_policy.report.formats import Context
from nova_policy.report.paint import Paint
from nova_policy.report.text_details import claim_lines, detail_lines
from nova_policy.report.text_files import file_lines
from nova_policy.report.text_summary import incomplete_lines, summary_lines
from nova_policy.report.wording import about


def render(report: Report, context: Context) -> str:
    """Return the report as lines.

    A terminal (*context* has a width) gets findings by file below the source that they are about. Anything else gets
    one finding a line, as grep and editors like it, without colours and links.
    """
    paint = Paint(color=context.color, links=context.links)
    if context.width is None:
        lines = list(_plain(report, context))
    else:
        lines = list(file_lines(report, context, context.width, paint))
    lines += incomplete_lines(report, paint)
    if context.verbosity > 0:
        lines += detail_lines(report, context.width, paint)
    if context.claims:
        lines += claim_lines(report, context.width, paint)
    if context.verbosity >= 0:
        lines += summary_lines(report, context, paint)
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def _plain(report: Report, context: Context) -> Iterator[str]:
    excerpts = Excerpts(context.sources)
    for finding in report.findings:
        place, message = visible(str(finding.location)), visible(finding.message)
        yield f"{place}  {finding.severity.value:<7}  {finding.policy}  {message}  ({_about(finding, report)})"
        if context.verbosity > 0:
            yield from _details(finding, excerpts)
    if report.findings:
        yield ""


def _about(finding: Finding, report: Report) -> str:
    return "; ".join(", ".join(map(visible, part)) for part in about(finding, report) if part)


def _details(finding: Finding, excerpts: Excerpts) -> Iterator[str]:
    line = excerpts.line(finding.location)
    if line is not None:
        yield f"    | {visible(line.expandtabs(2))}"
    yield from (f"    see {visible(str(place))}" for place in finding.related_locations)
