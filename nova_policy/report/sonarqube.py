"""SonarQube's generic issues; effort stands on the first open finding of a recommendation, so that sums are right."""

from __future__ import annotations

from nova_policy.assess.entries import PolicyEntry
from nova_policy.assess.report import Report
from nova_policy.model import Finding, Json, Location, Problem
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context
from nova_policy.report.layout import laid_out
from nova_policy.report.levels import level
from nova_policy.report.wording import references

_ENGINE = "nova-policy"
_INCOMPLETE = "nova-policy/incomplete"
_ROOT = Location(".", 1)
_QUALITIES = {
    "security-scanning": ("SECURITY", "VULNERABILITY", "TRUSTWORTHY"),
    "secrets-management": ("SECURITY", "VULNERABILITY", "TRUSTWORTHY"),
    "test-coverage-unit": ("RELIABILITY", "CODE_SMELL", "TESTED"),
    "test-coverage-integration": ("RELIABILITY", "CODE_SMELL", "TESTED"),
    "documentation": ("MAINTAINABILITY", "CODE_SMELL", "CLEAR"),
    "build-automation": ("MAINTAINABILITY", "CODE_SMELL", "EFFICIENT"),
}
_OTHERWISE = ("RELIABILITY", "BUG", "COMPLETE")


def render(report: Report, _context: Context) -> str:
    """Return rules and issues, in the format of SonarQube 10.3 and later."""
    rules = [_rule(policy) for policy in report.policies.values()]
    issues = [_problem(problem) for problem in report.problems]
    if issues:
        rules.append(_incomplete_rule())
    charged: set[str] = set()
    issues += [_issue(finding, report, charged) for finding in report.open_findings]
    return laid_out({"rules": rules, "issues": issues}, 2) + "\n"


def _rule(policy: PolicyEntry) -> dict[str, Json]:
    quality, kind, attribute = _QUALITIES.get(policy.capability, _OTHERWISE)
    words = level(policy.severity)
    return {
        "id": policy.id,
        "name": policy.title,
        "description": f"{policy.description} Remedy: {policy.remediation}",
        "engineId": _ENGINE,
        "cleanCodeAttribute": attribute,
        "type": kind,
        "severity": words.sonar,
        "impacts": [{"softwareQuality": quality, "severity": words.sonar_impact}],
    }


def _incomplete_rule() -> dict[str, Json]:
    return {
        "id": _INCOMPLETE,
        "name": "Everything can be judged",
        "description": "Something could not be judged; what was found is no verdict.",
        "engineId": _ENGINE,
        "cleanCodeAttribute": "COMPLETE",
        "type": "BUG",
        "severity": "BLOCKER",
        "impacts": [{"softwareQuality": "RELIABILITY", "severity": "HIGH"}],
    }


def _problem(problem: Problem) -> dict[str, Json]:
    text = f"INCOMPLETE {problem.code}: {problem.what}; {problem.remedy}"
    return {"ruleId": _INCOMPLETE, "primaryLocation": _place(problem.location or _ROOT, text)}


def _issue(finding: Finding, report: Report, charged: set[str]) -> dict[str, Json]:
    text = f"{finding.message} ({', '.join(references(finding, report))})"
    value: dict[str, Json] = {"ruleId": finding.policy, "primaryLocation": _place(finding.location, text)}
    cause = finding.recommendation or finding.policy
    effort = _hours(finding, report)
    if effort is not None and cause not in charged:
        charged.add(cause)
        value["effortMinutes"] = round(effort * 60)
    if finding.related_locations:
        value["secondaryLocations"] = [_place(place, "also decides this") for place in finding.related_locations]
    return value


def _hours(finding: Finding, report: Report) -> float | None:
    recommendation = report.recommendation(finding.recommendation)
    return recommendation.remaining_hours if recommendation else report.policies[finding.policy].estimate_hours


def _place(place: Location, text: str) -> dict[str, Json]:
    return {"message": visible(text), "filePath": visible(place.path), "textRange": {"startLine": place.line}}
