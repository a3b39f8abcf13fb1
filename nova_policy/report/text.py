"""The report for a terminal: findings by file, then what a manager wants to know."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Severity, Status
from nova_policy.report.escape import safe_link, visible
from nova_policy.report.excerpt import Excerpts
from nova_policy.report.formats import Context
from nova_policy.report.text_summary import incomplete_lines, summary_lines
from nova_policy.report.wording import references

_COLORS = {Severity.BLOCKER: "1;31", Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}


def render(report: Report, context: Context) -> str:
    """Return the report as lines; without color and links for anything but a terminal."""
    paint = Paint(color=context.color, links=context.links)
    lines = list(_findings(report, context, paint))
    lines += incomplete_lines(report, paint)
    if context.verbosity >= 0:
        lines += summary_lines(report, context, paint)
    return "\n".join(lines) + "\n" if lines else ""


class Paint:
    """Wraps text in terminal colours and links, or leaves it as it is."""

    def __init__(self, *, color: bool, links: bool) -> None:
        self._color = color
        self._links = links

    def __call__(self, text: str, code: str) -> str:
        """Return *text* in the colour of an SGR *code*."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._color else text

    def link(self, text: str, address: str | None) -> str:
        """Return *text* as a hyperlink (OSC 8), where the address is one of the web."""
        if not self._links or address is None or safe_link(address) is None:
            return text
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\"


def _findings(report: Report, context: Context, paint: Paint) -> Iterator[str]:
    excerpts = Excerpts(context.sources)
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        yield paint(visible(path), "1;4")
        for finding in group:
            yield from _finding(finding, report, context.width, paint)
            if context.verbosity > 0:
                yield from _details(finding, excerpts)
        yield ""


def _finding(finding: Finding, report: Report, width: int | None, paint: Paint) -> Iterator[str]:
    """One line; two where a terminal is too narrow for it."""
    place, message = visible(str(finding.location)), visible(finding.message)
    about = _about(finding, report)
    fits = width is None or len(f"{place}  blocker  {finding.policy}  {message}  {about}") <= width
    severity = paint(f"{finding.severity.value:<7}", _COLORS[finding.severity])
    links = report.policies[finding.policy].related_resources
    policy = paint.link(finding.policy, next(iter(links), None))
    yield f"{place}  {severity}  {policy}  {message}" + (f"  {about}" if fits else "")
    if not fits:
        yield f"    {about}"


def _about(finding: Finding, report: Report) -> str:
    """Return `(§3, P0-4, 2 h; prod, staging)`."""
    parts = [", ".join(references(finding, report))]
    if finding.environments:
        parts.append(", ".join(map(visible, finding.environments)))
    if finding.status is not Status.OPEN:
        parts.append(finding.status.value)
    return f"({'; '.join(parts)})"


def _details(finding: Finding, excerpts: Excerpts) -> Iterator[str]:
    line = excerpts.line(finding.location)
    if line is not None:
        yield f"    | {visible(line.expandtabs(2))}"
    yield from (f"    see {visible(str(place))}" for place in finding.related_locations)
