"""The shapes of the HTML report's charts. All x go from 0 to 100; the page stretches them, labels are its own text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.model import Severity
from nova_policy.report.history import HistoryEntry

MISSED = "missed"
"""The row of findings that the assessment missed."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, named by a CSS class."""

    name: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A priority's hours: *left* of *total*; *is_estimate* for our own figures."""

    label: str
    left: float
    total: float
    is_estimate: bool
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """Open findings of one chapter by severity."""

    label: str
    title: str
    counts: dict[Severity, int]
    total: int
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """One figure over time as points `x,y` of a line; y goes from 0 (the top) to 40."""

    title: str
    first: str
    last: str
    points: str


def hours_rows(report: Report) -> list[HoursRow]:
    """Return a row for each priority with hours, then our estimates; bars share one scale."""
    rows = [(priority.value, report.hours(EffortSource.REPORT, priority), False) for priority in Priority]
    rows.append(("estimate", report.hours(EffortSource.ESTIMATE), True))
    known = [row for row in rows if row[1].total]
    most = max((hours.total for _, hours, _ in known), default=1)
    return [
        HoursRow(
            label,
            hours.remaining,
            hours.total,
            estimated,
            _bar((("left", hours.remaining), ("done", hours.total - hours.remaining)), most),
        )
        for label, hours, estimated in known
    ]


def section_rows(report: Report) -> list[SectionRow]:
    """Return a row for each chapter with open findings, in the assessment's order, then what it missed."""
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.open_findings:
        chapter = finding.section.partition(".")[0] if finding.section else MISSED
        counts.setdefault(chapter, Counter())[finding.severity] += 1
    most = max((found.total() for found in counts.values()), default=1)
    titles = report.subject.sections
    order = [*dict.fromkeys(name.partition(".")[0] for name in titles), MISSED]
    rows = []
    for chapter in sorted(counts, key=lambda name: order.index(name) if name in order else len(order)):
        found = {severity: counts[chapter][severity] for severity in Severity}
        bar = _bar([(severity.value, number) for severity, number in found.items()], most)
        title = "Missed by the assessment" if chapter == MISSED else titles.get(chapter, "")
        rows.append(SectionRow(chapter, title, found, sum(found.values()), bar))
    return rows


def trends(history: Sequence[HistoryEntry]) -> list[Trend]:
    """Return maturity, hours and findings over time; nothing for less than two runs, which show no change."""
    if len(history) < 2:
        return []
    figures = (
        ("Maturity", [entry.score for entry in history], "{:.1f}"),
        ("Hours left", [entry.remaining_hours for entry in history], "{:g}"),
        ("Open findings", [float(entry.open_findings) for entry in history], "{:g}"),
    )
    return [
        Trend(title, form.format(values[0]), form.format(values[-1]), _points(values))
        for title, values, form in figures
    ]


def _points(values: Sequence[float]) -> str:
    lowest, span = min(values), (max(values) - min(values)) or 1
    step = 100 / (len(values) - 1)
    return " ".join(f"{index * step:.2f},{38 - 36 * (value - lowest) / span:.2f}" for index, value in enumerate(values))


def _bar(parts: Sequence[tuple[str, float]], whole: float) -> tuple[Segment, ...]:
    result: list[Segment] = []
    start = 0.0
    for name, value in parts:
        width = 100 * value / whole
        if value:
            result.append(Segment(name, round(start, 2), round(width, 2)))
        start += width
    return tuple(result)
