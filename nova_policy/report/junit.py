"""JUnit XML: a suite per policy, a failure per finding; what had nothing to judge is skipped, never passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from nova_policy.assess.entries import PolicyEntry
from nova_policy.assess.report import Report
from nova_policy.assess.score import Reason
from nova_policy.model import Finding, Status
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context
from nova_policy.report.wording import references

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def render(report: Report, _context: Context) -> bytes:
    """Return UTF-8 XML; an incomplete run has a suite `not assessed` with an error for each problem."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", {"name": "nova-policy"})
    by_policy: dict[str, list[Finding]] = {name: [] for name in report.policies}
    for finding in report.findings:
        by_policy[finding.policy].append(finding)
    if report.problems:
        _problems(root, report)
    for name, findings in by_policy.items():
        _policy(root, report.policies[name], findings, report)
    count_outcomes(root)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _problems(root: Element, report: Report) -> None:
    suite = child(root, "testsuite", {"name": "not assessed"})
    for problem in report.problems:
        place = problem.location
        where = {"file": place.path, "line": str(place.line)} if place else {}
        case = child(
            suite, "testcase", {"classname": "not assessed", "name": f"{problem.code} {problem.what}", **where}
        )
        error = child(case, "error", {"type": problem.code, "message": problem.what})
        error.text = visible(str(problem))
    count_outcomes(suite)


def _policy(root: Element, policy: PolicyEntry, findings: Sequence[Finding], report: Report) -> None:
    suite = child(root, "testsuite", {"name": policy.id})
    for finding in findings:
        place = finding.location
        names = {
            "classname": policy.id,
            "name": f"{place}: {finding.message}",
            "file": place.path,
            "line": str(place.line),
        }
        _outcome(child(suite, "testcase", names), finding, policy, report)
    if not findings:
        case = child(suite, "testcase", {"classname": policy.id, "name": policy.title})
        if policy.id in _unanswered(report):
            child(case, "error", {"type": "not evaluated", "message": "it gave no complete answer"})
        elif not policy.applied:
            child(case, "skipped", {"message": "not applicable: nothing of its kind was found"})
    count_outcomes(suite)


def _unanswered(report: Report) -> set[str]:
    held = (item for capability in report.capabilities for item in capability.held_back)
    return {item.policy for item in held if item.reason is Reason.NOT_EVALUATED}


def _outcome(case: Element, finding: Finding, policy: PolicyEntry, report: Report) -> None:
    if finding.status is not Status.OPEN:
        child(case, "skipped", {"message": finding.status.value})
        return
    failure = child(case, "failure", {"type": finding.severity.value, "message": finding.message})
    lines = [str(finding.location), ", ".join(references(finding, report))]
    if finding.environments:
        lines.append(f"environments: {', '.join(finding.environments)}")
    lines += [f"see {place}" for place in finding.related_locations]
    failure.text = "\n".join(map(visible, [*lines, policy.remediation]))


def count_outcomes(element: Element) -> None:
    """Say at a suite, or at the root, how many of its tests came out how."""
    cases = list(element.iter("testcase"))
    for name, kind in (("tests", None), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        element.set(name, str(sum(kind is None or case.find(kind) is not None for case in cases)))


def child(parent: Element, tag: str, attributes: Mapping[str, str]) -> Element:
    """Add an element. XML cannot hold most control characters, not even escaped: texts are made visible first."""
    from xml.etree import ElementTree

    return ElementTree.SubElement(parent, tag, {name: visible(value) for name, value in attributes.items()})
