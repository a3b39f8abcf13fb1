"""The figures of a report in words: hours by whose they are, stages, metrics, what holds a score back, sections."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from nova_policy.assess.entries import RecommendationEntry
from nova_policy.assess.outcome import MetricOutcome
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.assess.roadmap import Stage
from nova_policy.assess.score import CapabilityScore, Reason
from nova_policy.assess.summary import observed_hours
from nova_policy.model import Severity
from nova_policy.report.wording import hours, severities, unfinished


@dataclass(frozen=True, slots=True)
class HoursRow:
    """A row of the table of hours: *left* `61`, *of* `of 64 h`, and a *note* that says whose they are."""

    label: str
    left: str
    of: str
    note: str


def hours_left(report: Report) -> list[HoursRow]:
    """Return the assessment's hours by priority and in all, then, apart, our estimates and what nobody states."""
    stated = [(priority, report.hours(EffortSource.REPORT, priority)) for priority in Priority]
    rows = [
        HoursRow(name.value, f"{part.remaining:g}", f"of {part.total:g} h", "") for name, part in stated if part.total
    ]
    total, estimated = report.hours(EffortSource.REPORT), report.hours(EffortSource.ESTIMATE)
    rows.append(HoursRow("in all", f"{total.remaining:g}", f"of {total.total:g} h", "as the assessment states them"))
    if estimated.total:
        note = "by our estimate, for what it recommends without hours"
        rows.append(HoursRow("and", f"~{estimated.remaining:g}", f"of ~{estimated.total:g} h", note))
    if missed := observed_hours(report):
        rows.append(HoursRow("and", f"~{missed:g}", "h", "by our estimate, for what it missed"))
    if unstated := [item.id for item in unfinished(report) if item.effort_hours is None]:
        rows.append(HoursRow("and", "?", "", f"for {', '.join(unstated)}: nobody states their hours"))
    return rows


def effort(item: RecommendationEntry) -> str:
    """Return `1.5 of 2 h left`, with `~` for our estimates, or `hours not stated`."""
    if item.effort_hours is None or item.remaining_hours is None:
        return hours(None)
    mark = "~" if item.effort_source is EffortSource.ESTIMATE else ""
    return f"{mark}{item.remaining_hours:g} of {mark}{item.effort_hours:g} h left"


def stage_hours(stage: Stage) -> str:
    """Return `22 h left, ~3 h by our estimate` for what a stage of the roadmap has left."""
    estimate = f"~{stage.remaining_estimate_hours:g} h by our estimate" if stage.remaining_estimate_hours else ""
    stated = f"{stage.remaining_hours:g} h left" if stage.remaining_hours else ""
    return ", ".join(part for part in (stated, estimate) if part) or hours(None)


def figure(metric: MetricOutcome) -> str:
    """Return a measured figure with its unit, such as `33.3 %`."""
    unit = "%" if metric.unit == "percent" else metric.unit or ""
    return f"{metric.measured:g} {unit}".rstrip()


def held_back(capability: CapabilityScore) -> list[str]:
    """Return `kubernetes/ingress_tls (+13.33)`: what each policy would add to the score, the most first."""
    marks = {Reason.OPEN: "", Reason.NOT_EVALUATED: ", gave no answer"}
    return [f"{item.policy} (+{item.points:g}{marks[item.reason]})" for item in capability.held_back]


def findings_by_section(report: Report) -> list[tuple[str, str]]:
    """Return the sections with open findings, in the assessment's order, and how many; last what it missed."""
    counts: dict[str | None, Counter[Severity]] = {}
    for finding in report.open_findings:
        counts.setdefault(finding.section, Counter())[finding.severity] += 1
    titles = report.subject.sections
    order = [*titles, *(name for name in counts if name is not None and name not in titles), None]
    return [
        (f"§{name} {titles.get(name, '')}".rstrip() if name else "Missed by the assessment", severities(counts[name]))
        for name in order
        if name in counts
    ]
