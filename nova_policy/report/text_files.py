"""Findings by file for a terminal: below each line of source what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Location, Severity, Status
from nova_policy.report.escape import visible
from nova_policy.report.excerpt import Excerpts
from nova_policy.report.formats import Context
from nova_policy.report.levels import worst_first
from nova_policy.report.paint import BLUE, BOLD, DIM, SEVERITY_COLORS, Paint, columns
from nova_policy.report.wording import about, severities

_MOST_IN_FULL = 100
"""Of more findings than this, those below high are only counted: nobody reads a thousand on a terminal."""
_MOST_OF_A_POLICY = 3
_INDENT = 8


def file_lines(report: Report, context: Context, width: int, paint: Paint) -> Iterator[str]:
    """Give the findings of each file, in the report's order; --verbose and --quiet leave none out."""
    shown = _Shown(report, context, width, paint)
    was_short: bool | None = None
    for path, group in groupby(report.findings, key=lambda finding: finding.location.path):
        lines = list(shown.file(path, list(group)))
        # Files with nothing but their name stand close together.
        if was_short is False or (was_short and len(lines) > 1):
            yield ""
        yield from lines
        was_short = len(lines) == 1
    if report.findings:
        yield ""


def counts_lesser(report: Report, context: Context) -> bool:
    """Tell whether findings below high are only counted."""
    return context.width is not None and context.verbosity == 0 and len(report.findings) > _MOST_IN_FULL


class _Shown:
    """Shows file by file; what it remembers is which remedies were told already."""

    def __init__(self, report: Report, context: Context, width: int, paint: Paint) -> None:
        self._report = report
        self._root = context.root
        self._width = width
        self._paint = paint
        self._excerpts = Excerpts(context.sources)
        self._verbose = context.verbosity > 0
        self._counts_lesser = counts_lesser(report, context)
        self._told: set[str] = set()

    def file(self, path: str, findings: Sequence[Finding]) -> Iterator[str]:
        name = self._paint(visible(path), BOLD)
        if self._root:
            name = self._paint.file(name, f"{self._root}/{path}")
        yield f"{name}  {self._paint(_counts(findings), DIM)}"
        full, folded = self._fold(findings)
        gutter = max((len(str(finding.location.line)) for finding in full), default=0) + 2
        for place, group in groupby(full, key=lambda finding: finding.location):
            yield from self._source(place, gutter)
            for finding in worst_first(group):
                yield from self._finding(finding, gutter)
        for policy, lines in folded.items():
            yield from self._labelled(f"… and {policy} at line {', '.join(map(str, lines))}", gutter)

    def _fold(self, findings: Sequence[Finding]) -> tuple[list[Finding], dict[str, list[int]]]:
        """Return the findings to show, and the lines of those that repeat a policy too often."""
        full: list[Finding] = []
        folded: dict[str, list[int]] = {}
        seen: Counter[str] = Counter()
        for finding in findings:
            if self._counts_lesser and finding.severity.rank > Severity.HIGH.rank:
                continue
            seen[finding.policy] += 1
            if self._verbose or seen[finding.policy] <= _MOST_OF_A_POLICY:
                full.append(finding)
            else:
                folded.setdefault(finding.policy, []).append(finding.location.line)
        return full, folded

    def _source(self, place: Location, gutter: int) -> Iterator[str]:
        bar = self._paint("│", BLUE)
        number = self._paint(f"{place.line:>{gutter}}", BLUE)
        marked = self._excerpts.marked(place, self._width - gutter - 4)
        if marked is None:
            yield f"{number} {bar}"
            return
        text, start, length = marked
        yield f"{number} {bar} {text}"
        if length:
            yield f"{'':{gutter}} {bar} {' ' * start}{self._paint('^' * length, BLUE)}"

    def _finding(self, finding: Finding, gutter: int) -> Iterator[str]:
        message, about = self._wrapped(visible(finding.message), gutter), self._about(finding, gutter)
        first, *rest = [*message, *(self._linked(line, finding) for line in about)]
        if len(rest) == 1 and columns(f"{message[0]}  {about[0]}") <= self._room(gutter):
            first = f"{first}  {rest.pop()}"
        label = self._paint(f"{finding.severity.value:<{_INDENT}}", SEVERITY_COLORS[finding.severity])
        yield from self._labelled(f"{label}{first}", gutter)
        for line in (*rest, *self._notes(finding, gutter)):
            yield from self._labelled(f"{'':{_INDENT}}{line}", gutter)

    def _about(self, finding: Finding, gutter: int) -> list[str]:
        """Return policy, references, environments and status, on as many lines as they need."""
        lines = [finding.policy]
        for part in filter(None, about(finding, self._report)):
            text = visible(", ".join(part))
            joined = f"{lines[-1]}  {text}"
            if columns(joined) <= self._room(gutter):
                lines[-1] = joined
            else:
                lines.append(text)
        return lines

    def _linked(self, line: str, finding: Finding) -> str:
        name, _, rest = line.partition("  ")
        if name == finding.policy:
            links = self._report.policies[name].related_resources
            name = self._paint.link(name, next(iter(links), None))
        return self._paint(f"{name}  {rest}" if rest else name, DIM)

    def _notes(self, finding: Finding, gutter: int) -> Iterator[str]:
        if not self._verbose:
            return
        if related := ", ".join(visible(str(place)) for place in finding.related_locations):
            yield from self._wrapped(f"see {related}", gutter)
        if finding.policy not in self._told:
            self._told.add(finding.policy)
            remedy = self._report.policies[finding.policy].remediation
            yield from self._wrapped(f"remedy: {visible(remedy)}", gutter)

    def _wrapped(self, text: str, gutter: int) -> list[str]:
        return wrap(text, self._room(gutter), break_on_hyphens=False) or [text]

    def _room(self, gutter: int) -> int:
        return max(20, self._width - gutter - 3 - _INDENT)

    def _labelled(self, text: str, gutter: int) -> Iterator[str]:
        yield f"{'':{gutter}} {self._paint('│', BLUE)} {text}"


def _counts(findings: Sequence[Finding]) -> str:
    """Return `1 blocker, 2 high, 1 waived`."""
    settled = Counter(finding.status.value for finding in findings if finding.status is not Status.OPEN)
    opened = severities(Counter(finding.severity for finding in findings if finding.status is Status.OPEN))
    return ", ".join(filter(None, (opened, *(f"{number} {status}" for status, number in sorted(settled.items())))))
