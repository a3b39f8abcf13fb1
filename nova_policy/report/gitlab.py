"""GitLab's code quality report: open findings, and an entry for each thing that could not be judged."""

from __future__ import annotations

import hashlib

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Json, Location, Problem
from nova_policy.report.escape import visible
from nova_policy.report.formats import Context
from nova_policy.report.layout import laid_out
from nova_policy.report.levels import level
from nova_policy.report.wording import references

_ROOT = Location(".", 1)
"""GitLab wants a file for everything, also for what is wrong with the whole run."""


def render(report: Report, _context: Context) -> str:
    """Return a JSON array, problems first; waived findings and those of the baseline are left out."""
    entries = [
        *(_problem(problem) for problem in report.problems),
        *(_finding(finding, report) for finding in report.open_findings),
    ]
    return laid_out(entries, 1) + "\n"


def _finding(finding: Finding, report: Report) -> dict[str, Json]:
    text = f"{finding.message} ({', '.join(references(finding, report))})"
    return _entry(text, finding.policy, finding.fingerprint, level(finding.severity).gitlab, finding.location)


def _problem(problem: Problem) -> dict[str, Json]:
    text = f"INCOMPLETE: {problem.what}; {problem.remedy}"
    identity = f"{problem.code}\0{problem.location}\0{problem.what}".encode("utf-8", "surrogatepass")
    fingerprint = hashlib.sha256(identity).hexdigest()[:32]
    return _entry(text, problem.code, fingerprint, "blocker", problem.location or _ROOT)


def _entry(text: str, check: str, fingerprint: str, severity: str, place: Location) -> dict[str, Json]:
    position: dict[str, Json] = {"line": place.line, "column": place.column}
    return {
        "type": "issue",
        "description": visible(text),
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": visible(place.path),
            "lines": {"begin": place.line},
            "positions": {"begin": position, "end": position},
        },
    }
