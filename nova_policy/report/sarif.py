"""SARIF 2.1.0, as GitHub code scanning, Azure DevOps and editors read it."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Json, Location, Problem, Status
from nova_policy.report.escape import uri_path, visible
from nova_policy.report.formats import Context
from nova_policy.report.layout import laid_out
from nova_policy.report.levels import level, worst_first
from nova_policy.report.sarif_rules import rule
from nova_policy.report.wording import references

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_MOST_RESULTS = 25_000
"""GitHub refuses runs with more results, and results with more than 1,000 places."""
_MOST_SHOWN = 5_000
_MOST_PLACES = 1_000
_SUPPRESSIONS: dict[Status, str] = {
    Status.WAIVED: "waived in this repository",
    Status.BASELINE: "known since the baseline was taken",
}


def render(report: Report, _context: Context) -> str:
    """Return one run; of more results than GitHub takes the worst, and a notification that says so."""
    kept = worst_first(report.findings)[:_MOST_RESULTS]
    indices = {name: index for index, name in enumerate(report.policies)}
    run: dict[str, Json] = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report, len(report.findings) - len(kept))],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the scanned tree."}}},
        "automationDetails": {"id": "nova-policy/"},
        "results": [_result(finding, report, indices[finding.policy]) for finding in kept],
    }
    return laid_out({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, 5) + "\n"


def _driver(report: Report) -> dict[str, Json]:
    return {
        "name": "nova-policy",
        "version": report.tool.version,
        "properties": {"engine": report.tool.engine, "bundle_revision": report.tool.bundle_revision},
        "rules": [rule(policy, report) for policy in report.policies.values()],
    }


def _invocation(report: Report, cut: int) -> dict[str, Json]:
    notifications: list[Json] = [_notification(problem) for problem in report.problems]
    if text := _limited(len(report.findings), cut):
        notifications.append({"descriptor": {"id": "NOVA-O07"}, "level": "warning", "message": {"text": text}})
    return {"executionSuccessful": report.complete, "toolExecutionNotifications": notifications}


def _limited(results: int, cut: int) -> str | None:
    """Say what a reader on GitHub does not get to see; the worst come first in what it does."""
    if cut:
        return f"{cut} of {results} results were left out: GitHub takes {_MOST_RESULTS} in one run"
    return f"GitHub shows {_MOST_SHOWN} of these {results} results, the worst" if results > _MOST_SHOWN else None


def _notification(problem: Problem) -> dict[str, Json]:
    value: dict[str, Json] = {
        "descriptor": {"id": problem.code},
        "level": "error",
        "message": {"text": _text(f"{problem.what}; {problem.remedy}")},
    }
    if problem.location:
        value["locations"] = [_location(problem.location)]
    return value


def _result(finding: Finding, report: Report, index: int) -> dict[str, Json]:
    value: dict[str, Json] = {
        "ruleId": finding.policy,
        "ruleIndex": index,
        "level": level(finding.severity).sarif,
        "message": {"text": _text(f"{finding.message} ({', '.join(references(finding, report))})")},
        "locations": [{**_location(finding.location), **_logical(finding)}],
        "partialFingerprints": {"novaPolicy/v1": finding.fingerprint, "primaryLocationLineHash": finding.fingerprint},
        "properties": {
            "environments": [visible(name) for name in finding.environments],
            "section": finding.section,
            "recommendation": finding.recommendation,
            "capability": finding.capability,
        },
    }
    if finding.related_locations:
        value["relatedLocations"] = list(_related(finding))
    if finding.status in _SUPPRESSIONS:
        justification = _SUPPRESSIONS[finding.status]
        value["suppressions"] = [{"kind": "external", "status": "accepted", "justification": justification}]
    return value


def _logical(finding: Finding) -> dict[str, Json]:
    about = finding.object
    if about is None:
        return {}
    names = (about.kind, about.namespace, about.name)
    name = "/".join(visible(part) for part in names if part)
    return {"logicalLocations": [{"name": visible(about.name), "fullyQualifiedName": name, "kind": "object"}]}


def _related(finding: Finding) -> Iterator[Json]:
    for number, place in enumerate(finding.related_locations[: _MOST_PLACES - 1], 1):
        yield {"id": number, **_location(place), "message": {"text": "also decides this"}}


def _location(place: Location) -> dict[str, Json]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri_path(place.path), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }


def _text(text: str) -> str:
    """Names from the tree must not become links, which SARIF writes as `[text](target)`."""
    return visible(text).replace("](", "] (")
