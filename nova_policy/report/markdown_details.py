"""The folded parts of the Markdown report: recommendations, roadmap, maturity, metrics and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from nova_policy.assess.entries import RecommendationEntry
from nova_policy.assess.report import Report
from nova_policy.report.escape import markdown, markdown_code
from nova_policy.report.figures import effort, figure, findings_by_section, held_back, stage_hours
from nova_policy.report.wording import count

_MOST_PLACES = 3


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are Markdown already."""
    lines = (header, ["---"] * len(header), *rows)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def folded(summary: str, content: str) -> str:
    """Return *content* below a line that opens it; both are Markdown already."""
    return f"<details><summary>{summary}</summary>\n\n{content}\n\n</details>"


def details(report: Report, *, claims: bool) -> Iterator[str]:
    """Give all that there is to say besides findings; claims only when asked for, there are many."""
    yield folded("Findings by section", table(("section", "open findings"), _cells(findings_by_section(report))))
    yield folded("Recommendations", "\n".join(_recommendations(report)))
    yield folded("Roadmap", table(("when", "what", "left"), _roadmap(report)))
    yield folded("Maturity by capability", table(("capability", "score", "assessed", "held back by"), _scores(report)))
    yield folded("Success metrics", table(("metric", "the assessment", "target", "measured"), _metrics(report)))
    if claims:
        yield folded("Claims of the assessment", table(("verdict", "claim", "evidence"), _claims(report)))
        yield folded(
            "Where the assessment contradicts itself", table(("line", "what", "stated", "but"), _contradictions(report))
        )


def _cells(rows: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    yield from ([markdown(cell) for cell in row] for row in rows)


def _recommendations(report: Report) -> Iterator[str]:
    for item in report.recommendations:
        yield f"- **{markdown(item.id)}** {markdown(item.title)}: {item.status.value}, {markdown(effort(item))}"
        yield from _steps(item)


def _steps(item: RecommendationEntry) -> Iterator[str]:
    for step in item.steps:
        found = f" ({count(step.open_findings, 'open finding')})" if step.open_findings else ""
        yield f"  - {step.status.value}: {markdown(step.title)}{found}"


def _roadmap(report: Report) -> Iterator[list[str]]:
    for stage in report.roadmap:
        what = markdown(", ".join(stage.open)) if stage.open else "nothing left"
        yield [markdown(stage.title), what, markdown(stage_hours(stage)) if stage.open else ""]


def _scores(report: Report) -> Iterator[list[str]]:
    for item in report.capabilities:
        held = markdown(", ".join(held_back(item)))
        yield [markdown(item.title), f"{item.score:.1f} of {item.target:g}", f"{item.assessed:g}", held]


def _metrics(report: Report) -> Iterator[list[str]]:
    for item in report.success_metrics:
        measured = figure(item) if item.measured is not None else item.reason or ""
        target = f"{item.target} by {item.timeline}"
        yield [markdown(cell) for cell in (item.metric, item.current, target, measured)]


def _claims(report: Report) -> Iterator[list[str]]:
    for claim in report.claims:
        places = [markdown_code(f"{item.path}:{item.line}") for item in claim.evidence[:_MOST_PLACES]]
        if more := len(claim.evidence) - len(places):
            places.append(f"{more} more")
        because = f" {markdown(claim.reason)}" if claim.reason else ""
        yield [claim.verdict.value, f"{markdown(claim.claim)}{because}", ", ".join(places)]


def _contradictions(report: Report) -> Iterator[list[str]]:
    for item in report.contradictions:
        yield [str(item.line), *map(markdown, (item.claim, item.stated, item.computed))]
