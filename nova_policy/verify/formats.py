"""A verification as text, JSON and JUnit XML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from nova_policy.report.junit import child, count_outcomes
from nova_policy.report.wording import count
from nova_policy.verify.tests import Outcome, TestCase
from nova_policy.verify.verification import Verification

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

FORMATS = ("text", "json", "junit")


def render(verification: Verification, threshold: float | None, style: str) -> bytes:
    """Return the verification in one of the FORMATS, as UTF-8; errors are part of it."""
    if style == "json":
        return _json(verification, threshold)
    return _junit(verification, threshold) if style == "junit" else _text(verification, threshold)


def _text(verification: Verification, threshold: float | None) -> bytes:
    counts = [f"{verification.count(outcome)} {outcome.value}" for outcome in Outcome if verification.count(outcome)]
    parts = [f"{verification.policies} polic{'y' if verification.policies == 1 else 'ies'}"]
    parts.append(f"{count(len(verification.tests), 'test')}{': ' if counts else ''}{', '.join(counts)}")
    if verification.coverage is not None:
        parts.append(f"they reach {verification.coverage.percent:g} % of the policies")
    lines = [*verification.errors, *verification.faults(threshold), "; ".join(parts)]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "backslashreplace")


def _json(verification: Verification, threshold: float | None) -> bytes:
    measured = verification.coverage
    value = {
        "schema_version": 1,
        "policies": verification.policies,
        "errors": list(verification.errors),
        "tests": [
            {
                "file": test.file,
                "line": test.line or None,
                "package": test.package or None,
                "name": test.name,
                "outcome": test.outcome.value,
            }
            for test in verification.tests
        ],
        "coverage": {"percent": measured.percent, "missed": list(measured.missed)} if measured else None,
        "untested": list(verification.untested),
        "threshold": threshold,
        "faults": verification.faults(threshold),
    }
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _junit(verification: Verification, threshold: float | None) -> bytes:
    """Give a suite for the policies as such, and one for the tests of each package."""
    from xml.etree import ElementTree

    root = ElementTree.Element("testsuites", {"name": "nova-policy verify"})
    suite = child(root, "testsuite", {"name": "policies"})
    case = child(suite, "testcase", {"classname": "policies", "name": "compile and keep their contract"})
    for error in verification.errors:
        child(case, "error", {"message": error})
    case = child(suite, "testcase", {"classname": "policies", "name": "are tested"})
    named = {f"{test.place}: {test.name}: {test.outcome.value}" for test in verification.tests}
    for fault in verification.faults(threshold):
        if fault not in named:
            child(case, "failure", {"message": fault})
    packages = dict.fromkeys(test.package for test in verification.tests)
    for package in packages:
        suite = child(root, "testsuite", {"name": package or "tests"})
        for test in verification.tests:
            if test.package == package:
                _case(suite, test)
    for element in (*root, root):
        count_outcomes(element)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _case(suite: Element, test: TestCase) -> None:
    place = {"file": test.file, **({"line": str(test.line)} if test.line else {})}
    case = child(suite, "testcase", {"classname": test.package or test.file, "name": test.name, **place})
    tags = {Outcome.FAILED: "failure", Outcome.ERROR: "error", Outcome.SKIPPED: "skipped"}
    if tag := tags.get(test.outcome):
        child(case, tag, {"message": f"{test.place}: {test.outcome.value}"})
