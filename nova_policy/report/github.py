"""GitHub workflow commands: annotations on a pull request, the worst first, and how many GitHub would not show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Location, Problem
from nova_policy.report.escape import command_data, command_property
from nova_policy.report.formats import Context
from nova_policy.report.levels import level, worst_first
from nova_policy.report.wording import references, verdict

_MOST_OF_A_KIND = 10
"""GitHub shows ten annotations of each kind for a step; it drops the rest without a word."""


def render(report: Report, _context: Context) -> str:
    """Return one command a line: what could not be judged, the findings, and a notice that sums up."""
    shown: Counter[str] = Counter(notice=1)
    lines: list[str] = []
    for kind, line in (*_problems(report), *_findings(report)):
        shown[kind] += 1
        if shown[kind] <= _MOST_OF_A_KIND:
            lines.append(line)
    cut = sum(max(0, number - _MOST_OF_A_KIND) for number in shown.values())
    more = f"; {cut} more are not annotated, GitHub shows {_MOST_OF_A_KIND} of a kind" if cut else ""
    lines.append(_command("notice", {"title": "nova-policy"}, f"{verdict(report)}{more}"))
    return "\n".join(lines) + "\n"


def _problems(report: Report) -> Iterator[tuple[str, str]]:
    for problem in report.problems:
        properties = {**_place(problem.location), "title": f"INCOMPLETE {problem.code}"}
        yield "error", _command("error", properties, _reason(problem))


def _findings(report: Report) -> Iterator[tuple[str, str]]:
    for finding in worst_first(report.open_findings):
        kind = level(finding.severity).github
        properties = {**_place(finding.location), "title": f"{finding.severity.value}: {finding.policy}"}
        yield kind, _command(kind, properties, _message(finding, report))


def _message(finding: Finding, report: Report) -> str:
    environments = f"; {', '.join(finding.environments)}" if finding.environments else ""
    remedy = report.policies[finding.policy].remediation
    return f"{finding.message} ({', '.join(references(finding, report))}{environments}). {remedy}"


def _reason(problem: Problem) -> str:
    return f"{problem.what}; {problem.remedy}"


def _place(place: Location | None) -> dict[str, str]:
    return {"file": place.path, "line": str(place.line), "col": str(place.column)} if place else {}


def _command(kind: str, properties: Mapping[str, str], message: str) -> str:
    written = ",".join(f"{name}={command_property(value)}" for name, value in properties.items())
    return f"::{kind} {written}::{command_data(message)}"
