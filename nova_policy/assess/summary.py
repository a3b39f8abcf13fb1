"""The figures of a report that a manager asks for."""

from __future__ import annotations

from math import fsum
from typing import TYPE_CHECKING

from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.model import Json, Status

if TYPE_CHECKING:
    from nova_policy.assess.report import Report


def summary(report: Report) -> dict[str, Json]:
    """Return the report's `summary`. Hours are the assessment's own; our estimates stand apart from them."""
    stated, estimated = report.hours(EffortSource.REPORT), report.hours(EffortSource.ESTIMATE)
    return {
        "findings_by_severity": {severity.value: count for severity, count in report.by_severity.items()},
        "findings_by_status": {
            status.value: sum(finding.status is status for finding in report.findings) for status in Status
        },
        "total_hours": stated.total,
        "remaining_hours": stated.remaining,
        "hours_by_priority": _hours_by_priority(report),
        "estimate_hours": estimated.total,
        "remaining_estimate_hours": estimated.remaining,
        "remaining_observed_hours": observed_hours(report),
        "score": report.score,
        "score_is_upper_bound": not report.complete,
        "target_score": report.subject.target,
        "assessed_score": report.subject.average,
        **report.scope.counts_to_json(),
    }


def observed_hours(report: Report) -> float:
    """Add up our estimates for what the assessment missed: each open policy without recommendation counts once."""
    denied = {finding.policy for finding in report.open_findings if finding.recommendation is None}
    return round(fsum(report.policies[name].estimate_hours or 0 for name in denied), 2)


def _hours_by_priority(report: Report) -> dict[str, Json]:
    result: dict[str, Json] = {}
    for priority in Priority:
        hours = report.hours(EffortSource.REPORT, priority)
        if hours.total:
            result[priority.value] = {"total": hours.total, "remaining": hours.remaining}
    return result
