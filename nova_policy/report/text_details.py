"""What the text report says when asked: recommendations with their steps, roadmap, maturity, metrics, claims."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from textwrap import wrap

from nova_policy.assess.entries import RecommendationEntry
from nova_policy.assess.outcome import Verdict
from nova_policy.assess.report import Report
from nova_policy.report.escape import visible
from nova_policy.report.figures import effort, figure, findings_by_section, held_back, stage_hours
from nova_policy.report.paint import BOLD, Paint
from nova_policy.report.wording import count

_MOST_PLACES = 3
_CLAIM = 15
"""The column in which claims stand, right of their verdicts."""


def detail_lines(report: Report, width: int | None, paint: Paint) -> Iterator[str]:
    """Give all that --verbose adds to the summary, on lines of *width* columns."""
    parts = (
        ("Findings by section of the assessment", _sections(report)),
        ("Recommendations", _recommendations(report)),
        ("Roadmap", _roadmap(report)),
        ("Maturity by capability", _capabilities(report)),
        ("Success metrics", _metrics(report)),
        ("Not applicable, because nothing of their kind was found", (f"  {name}" for name in report.not_applicable)),
    )
    for title, lines in parts:
        yield from _part(title, lines, width, paint)


def claim_lines(report: Report, width: int | None, paint: Paint) -> Iterator[str]:
    """Give what the repository says of the assessment's claims, and where the assessment is at odds with itself."""
    counts = Counter(claim.verdict for claim in report.claims)
    shown = ", ".join(f"{counts[verdict]} {verdict.value}" for verdict in Verdict if counts[verdict])
    title = f"Claims of the assessment, held against the repository: {shown}"
    yield from _part(title, _claims(report), width, paint, hanging=_CLAIM)
    yield from _part("Where the assessment contradicts itself", _contradictions(report), width, paint)


def _part(
    title: str, lines: Iterator[str], width: int | None, paint: Paint, hanging: int | None = None
) -> Iterator[str]:
    """Give a title and its lines; what is wrapped hangs below *hanging* columns, or a bit deeper than its line."""
    known = list(lines)
    if not known:
        return
    yield paint(title, BOLD)
    for line in known:
        deeper = " " * (hanging or len(line) - len(line.lstrip()) + 4)
        yield from wrap(line, width, subsequent_indent=deeper, break_on_hyphens=False) if width else [line]
    yield ""


def _claims(report: Report) -> Iterator[str]:
    for claim in report.claims:
        places = ", ".join(visible(f"{item.path}:{item.line}") for item in claim.evidence[:_MOST_PLACES])
        more = f" and {len(claim.evidence) - _MOST_PLACES} more" if len(claim.evidence) > _MOST_PLACES else ""
        yield f"  {claim.verdict.value:<{_CLAIM - 4}}  {claim.claim}"
        if claim.reason:
            yield f"{'':{_CLAIM}}{claim.reason}"
        yield f"{'':{_CLAIM}}{claim.finding}{': ' if places else ''}{places}{more}"


def _contradictions(report: Report) -> Iterator[str]:
    for item in report.contradictions:
        yield f"  line {item.line:<5} {item.claim}: {item.stated}, but {item.computed}"


def _sections(report: Report) -> Iterator[str]:
    for title, counts in findings_by_section(report):
        yield f"  {title}: {counts}"


def _recommendations(report: Report) -> Iterator[str]:
    width = max(len(item.id) for item in report.recommendations)
    for item in report.recommendations:
        yield f"  {item.id:<{width}}  {item.status.value}, {effort(item)}: {item.title}"
        yield from _steps(item)


def _steps(item: RecommendationEntry) -> Iterator[str]:
    for step in item.steps:
        found = f" ({count(step.open_findings, 'open finding')})" if step.open_findings else ""
        yield f"        {step.status.value:<12}  {step.title}{found}"


def _roadmap(report: Report) -> Iterator[str]:
    for stage in report.roadmap:
        left = f"{', '.join(stage.open)} ({stage_hours(stage)})" if stage.open else "nothing left"
        yield f"  {stage.title}: {left}"


def _capabilities(report: Report) -> Iterator[str]:
    for item in report.capabilities:
        yield f"  {item.title}: {item.score:.1f} of {item.target:g} (assessed: {item.assessed:g})"
        if item.held_back:
            yield f"    held back by {', '.join(held_back(item))}"


def _metrics(report: Report) -> Iterator[str]:
    for item in report.success_metrics:
        measured = f"measured {figure(item)}" if item.measured is not None else f"not measured: {item.reason}"
        yield f"  {item.metric}: {measured} (the assessment: {item.current}; target {item.target} by {item.timeline})"
