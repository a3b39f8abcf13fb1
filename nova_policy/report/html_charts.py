"""The shapes of the HTML report's charts. All x go from 0 to 100; the page stretches them, labels are its own text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from nova_policy.assess.entries import PolicyEntry, RecommendationEntry
from nova_policy.assess.outcome import Claim, Verdict
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.assess.summary import observed_hours
from nova_policy.model import Severity

ORIGINS: Mapping[str, str] = MappingProxyType(
    {"observed": "Missed by the assessment", "custom": "Policies of your own"}
)
"""The rows of findings of which the assessment says nothing, by the origin of their policies."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a bar, named by a CSS class."""

    name: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours *left* of *total*; *is_estimate* for our own figures. What the assessment missed has no total."""

    label: str
    left: float
    total: float | None
    is_estimate: bool
    bar: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """Open findings of one chapter by severity."""

    chapter: str
    title: str
    counts: dict[Severity, int]
    total: int
    bar: tuple[Segment, ...]


def hours_rows(report: Report) -> list[HoursRow]:
    """Return a row for each priority with hours, then our estimates; bars share one scale."""
    rows: list[tuple[str, float, float | None, bool]] = []
    for priority in Priority:
        stated = report.hours(EffortSource.REPORT, priority)
        rows.append((priority.value, stated.remaining, stated.total, False))
    estimated = report.hours(EffortSource.ESTIMATE)
    rows += [("Unstated", estimated.remaining, estimated.total, True), ("Missed", observed_hours(report), None, True)]
    known = [row for row in rows if row[1] or row[2]]
    most = max((total or left for _, left, total, _ in known), default=1)
    return [
        HoursRow(label, left, total, is_estimate, _bar((("left", left), ("done", (total or left) - left)), most))
        for label, left, total, is_estimate in known
    ]


def progress_bar(item: RecommendationEntry) -> tuple[Segment, ...]:
    """Return how many of a recommendation's hours are done; none where nobody states hours."""
    if not item.effort_hours or item.remaining_hours is None:
        return ()
    return _bar([("done", item.effort_hours - item.remaining_hours)], item.effort_hours)


def score_bar(assessed: float, score: float) -> tuple[Segment, ...]:
    """Return the points that the assessment gave and those gained since."""
    kept = min(assessed, score)
    return _bar((("score", kept), ("gained", score - kept)), 100)


def verdict_bar(claims: Sequence[Claim]) -> tuple[Segment, ...]:
    """Return the shares of the verdicts."""
    counts = Counter(claim.verdict for claim in claims)
    return _bar([(verdict.value, counts[verdict]) for verdict in Verdict], len(claims))


def chapter(policy: PolicyEntry) -> str:
    """Return the chapter of the assessment that speaks of it, `3` for section `3.2`, or the policy's origin."""
    return policy.section.partition(".")[0] if policy.section else policy.origin


def section_rows(report: Report) -> list[SectionRow]:
    """Return a row for each chapter with open findings, in the assessment's order, then what it says nothing of."""
    counts: dict[str, Counter[Severity]] = {}
    for finding in report.open_findings:
        counts.setdefault(chapter(report.policies[finding.policy]), Counter())[finding.severity] += 1
    most = max((found.total() for found in counts.values()), default=1)
    titles = {**report.subject.sections, **ORIGINS}
    order = list(dict.fromkeys(name.partition(".")[0] for name in titles))
    rows = []
    for name in sorted(counts, key=lambda name: order.index(name) if name in order else len(order)):
        found = {severity: counts[name][severity] for severity in Severity}
        bar = _bar([(severity.value, number) for severity, number in found.items()], most)
        label = titles.get(name, "") if name in ORIGINS else f"§{name} {titles.get(name, '')}".strip()
        rows.append(SectionRow(name, label, found, sum(found.values()), bar))
    return rows


def _bar(parts: Sequence[tuple[str, float]], whole: float) -> tuple[Segment, ...]:
    result: list[Segment] = []
    start = 0.0
    for name, value in parts:
        width = 100 * value / whole
        if value:
            result.append(Segment(name, round(start, 2), round(width, 2)))
        start += width
    return tuple(result)
