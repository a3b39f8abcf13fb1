"""How formats say the same thing in the same words: hours, references, and what to do first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nova_policy.assess.effort import Progress
from nova_policy.assess.entries import RecommendationEntry
from nova_policy.assess.recommendation import EffortSource
from nova_policy.assess.report import Report
from nova_policy.model import Finding, Severity, Status

_MOST_ENVIRONMENTS = 4
_UNFINISHED = frozenset({Progress.OPEN, Progress.PARTLY})


def hours(value: float | None, source: EffortSource = EffortSource.REPORT) -> str:
    """Return `2 h`, `~2 h` for our estimate, or `hours not stated`."""
    if value is None:
        return "hours not stated"
    return f"{'~' if source is EffortSource.ESTIMATE else ''}{value:g} h"


def count(number: int, noun: str) -> str:
    """Return `1 finding` or `2 findings`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def references(finding: Finding, report: Report) -> list[str]:
    """Return where the finding stands in the assessment and what settling it takes: `["§3", "P0-4", "2 h"]`."""
    policy = report.policies[finding.policy]
    parts = [f"§{finding.section}"] if finding.section else [policy.origin]
    recommendation = report.recommendation(finding.recommendation)
    if recommendation:
        parts.append(recommendation.id)
        if recommendation.effort_hours is not None:
            parts.append(hours(recommendation.effort_hours, recommendation.effort_source))
    elif policy.estimate_hours is not None:
        parts.append(hours(policy.estimate_hours, EffortSource.ESTIMATE))
    return parts


def about(finding: Finding, report: Report) -> tuple[list[str], list[str], list[str]]:
    """Return what stands beside a finding: its references, the environments that show it, a status other than open."""
    shown = list(finding.environments[:_MOST_ENVIRONMENTS])
    if more := len(finding.environments) - len(shown):
        shown.append(f"{more} more")
    status = [] if finding.status is Status.OPEN else [finding.status.value]
    return references(finding, report), shown, status


def severities(counts: Mapping[Severity, int]) -> str:
    """Return `1 blocker, 2 high`, worst first and without zeros."""
    return ", ".join(f"{counts[severity]} {severity.value}" for severity in Severity if counts.get(severity))


def unfinished(report: Report) -> Sequence[RecommendationEntry]:
    """Return the recommendations on which work is left, in the assessment's order: the first is to be done first."""
    return [item for item in report.recommendations if item.status in _UNFINISHED]


def verdict(report: Report) -> str:
    """Return the one line that says whether it may ship."""
    if not report.complete:
        return f"INCOMPLETE: {count(len(report.problems), 'thing')} could not be judged; this is no verdict"
    total = sum(report.by_severity.values())
    if not total:
        return "No open findings"
    return f"{count(total, 'open finding')}: {severities(report.by_severity)}{_not_listed(report)}"


def _not_listed(report: Report) -> str:
    omitted = {name: policy.omitted for name, policy in report.policies.items() if policy.omitted}
    return f"; {sum(omitted.values())} of them are not listed: {', '.join(omitted)}" if omitted else ""


def score(report: Report) -> str:
    """Return the maturity score beside where it came from and where it goes."""
    bound = "" if report.complete else "at most "
    subject = report.subject
    return f"{bound}{report.score:.1f} of 100 points (assessed {subject.average:.1f}, target {subject.target:g})"
