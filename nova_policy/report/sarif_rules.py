"""Policies as SARIF rules: what GitHub shows beside an alert."""

from __future__ import annotations

from nova_policy.assess.entries import PolicyEntry
from nova_policy.assess.report import Report
from nova_policy.model import Json
from nova_policy.report.escape import markdown, safe_link
from nova_policy.report.levels import level
from nova_policy.report.wording import hours


def rule(policy: PolicyEntry, report: Report) -> dict[str, Json]:
    """Return the reportingDescriptor of a policy; help has the remedy and the place in the assessment."""
    links = [link for link in policy.related_resources if safe_link(link)]
    value: dict[str, Json] = {
        "id": policy.id,
        "name": "".join(word.capitalize() for word in policy.id.replace("/", "_").split("_")),
        "shortDescription": {"text": policy.title},
        "fullDescription": {"text": policy.description},
        "help": {"text": _text(policy, report), "markdown": _markdown(policy, report, links)},
        "defaultConfiguration": {"level": level(policy.severity).sarif},
        "properties": {
            "tags": ["security", f"devops/{policy.capability}", f"severity/{policy.severity.value}"],
            "precision": "high",
            "problem.severity": {"note": "recommendation"}.get(
                level(policy.severity).sarif, level(policy.severity).sarif
            ),
            "security-severity": level(policy.severity).score,
        },
    }
    if links:
        value["helpUri"] = links[0]
    return value


def _text(policy: PolicyEntry, report: Report) -> str:
    return f"{policy.description}\n\nRemedy: {policy.remediation}\n\n{_place(policy, report)}"


def _markdown(policy: PolicyEntry, report: Report, links: list[str]) -> str:
    parts = [
        markdown(policy.description),
        f"**Remedy:** {markdown(policy.remediation)}",
        markdown(_place(policy, report)),
        *(f"- <{link}>" for link in links),
    ]
    return "\n\n".join(parts)


def _place(policy: PolicyEntry, report: Report) -> str:
    """Return where the assessment treats this and how long it takes."""
    recommendation = report.recommendation(policy.recommendation)
    title = report.subject.sections.get(policy.section or "")
    parts = [f"Assessment: §{policy.section} {title}" if title else "Assessment: missed it"]
    if recommendation:
        effort = hours(recommendation.effort_hours, recommendation.effort_source)
        parts.append(f"{recommendation.id} {recommendation.title} ({effort} for all of it)")
    return ", ".join(parts)
