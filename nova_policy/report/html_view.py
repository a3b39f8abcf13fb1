"""What the HTML page shows besides findings: the answer of its first screen, the plan, the claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nova_policy.assess.effort import Progress
from nova_policy.assess.entries import RecommendationEntry
from nova_policy.assess.outcome import Claim, Verdict
from nova_policy.assess.report import Report
from nova_policy.assess.roadmap import Stage
from nova_policy.model import Location, Severity
from nova_policy.report.escape import visible
from nova_policy.report.html_charts import Segment, progress_bar
from nova_policy.report.html_findings import PolicyView
from nova_policy.report.wording import count


@dataclass(frozen=True, slots=True)
class Answer:
    """The first screen: *tone* is a CSS class, one of `bad`, `warn`, `good`."""

    tone: str
    headline: str
    detail: str


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A recommendation in the plan; *anchor* is its id in the page, None where an earlier stage has it.

    *policies* are those with findings that belong to it.
    """

    entry: RecommendationEntry
    anchor: str | None
    bar: tuple[Segment, ...]
    policies: tuple[PolicyView, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The stages with work left, then what is done."""

    stages: tuple[tuple[Stage, tuple[PlanItem, ...]], ...]
    done: tuple[PlanItem, ...]


def answer(report: Report) -> Answer:
    """Say whether it may ship. An incomplete run never says yes."""
    counts = report.by_severity
    total = sum(counts.values())
    blockers = counts[Severity.BLOCKER]
    if blockers:
        return Answer("bad", "Do not ship", f"{count(blockers, 'blocker')} among {count(total, 'open finding')}.")
    if not report.complete:
        found = f"What was judged has no blocker and {count(total, 'open finding')}."
        return Answer("bad", "No verdict: this run is incomplete", found)
    if total:
        return Answer("warn", "Nothing blocks shipping", f"{count(total, 'finding')} of lesser severity remain open.")
    return Answer("good", "Ready to ship", "Everything was judged and nothing is open.")


def plan(report: Report, views: Sequence[PolicyView]) -> Plan:
    """Return the work by stage; a recommendation has its anchor in the first stage that names it."""
    items = {entry.id: _item(entry, views) for entry in report.recommendations}
    seen: set[str] = set()
    stages = tuple(
        (stage, tuple(_anchored(items[name], seen) for name in stage.open)) for stage in report.roadmap if stage.open
    )
    return Plan(stages, tuple(item for item in items.values() if item.entry.status is Progress.DONE))


def _item(entry: RecommendationEntry, views: Sequence[PolicyView]) -> PlanItem:
    policies = tuple(view for view in views if view.policy.recommendation == entry.id)
    return PlanItem(entry, f"rec-{entry.id}", progress_bar(entry), policies)


def _anchored(item: PlanItem, seen: set[str]) -> PlanItem:
    if item.entry.id in seen:
        return PlanItem(item.entry, None, item.bar, item.policies)
    seen.add(item.entry.id)
    return item


def claims(report: Report) -> Mapping[Verdict, list[Claim]]:
    """Return the claims by verdict, verdicts that none has left out."""
    groups = {verdict: [claim for claim in report.claims if claim.verdict is verdict] for verdict in Verdict}
    return {verdict: group for verdict, group in groups.items() if group}


def place(location: Location | None) -> str:
    """Return a problem's place, or nothing."""
    return visible(str(location)) if location else ""
