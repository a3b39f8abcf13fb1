"""Markdown for a pull request's comment and a job's summary: the answer, then the plan, then findings by policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.assess.entries import PolicyEntry
from nova_policy.assess.report import Report
from nova_policy.model import Finding
from nova_policy.report.escape import markdown, markdown_code
from nova_policy.report.figures import hours_left
from nova_policy.report.fit import fitted
from nova_policy.report.formats import Context
from nova_policy.report.markdown_details import details, folded, table
from nova_policy.report.wording import count, hours, score, unfinished, verdict

_MOST_PROBLEMS = 50
_MOST_OF_A_POLICY = 25
_FIRST = 5


def render(report: Report, context: Context) -> str:
    """Return Markdown that fits into a comment; what was left out is counted. The first line marks it as ours."""
    head = "\n\n".join(_head(report))
    blocks = [(block, 0) for block in details(report, claims=context.claims)]
    blocks += [(_policy(policy, findings), len(findings)) for policy, findings in _by_policy(report)]
    return fitted(head, blocks)


def _head(report: Report) -> Iterator[str]:
    yield "<!-- nova-policy -->"
    yield f"## Nova Policy: {markdown(verdict(report))}"
    if not report.complete:
        yield "**INCOMPLETE.** Not judged:"
        yield "\n".join(_problems(report))
    yield table(("Work left", "", ""), ([row.label, f"{row.left} {row.of}", row.note] for row in hours_left(report)))
    skipped = len(report.not_applicable)
    policies = f"{report.scope.policies} policies ({skipped} not applicable)"
    yield f"Maturity: {markdown(score(report))}. Judged: {count(report.scope.documents, 'document')}, {policies}."
    if first := unfinished(report)[:_FIRST]:
        yield "**Do first**"
        yield "\n".join(
            f"1. {markdown(item.id)} {markdown(item.title)}: {hours(item.remaining_hours, item.effort_source)}"
            f" ({count(item.open_findings, 'open finding')})"
            for item in first
        )


def _problems(report: Report) -> Iterator[str]:
    yield from (f"- {markdown_code(str(problem))}" for problem in report.problems[:_MOST_PROBLEMS])
    if len(report.problems) > _MOST_PROBLEMS:
        yield f"- … and {len(report.problems) - _MOST_PROBLEMS} more"


def _by_policy(report: Report) -> list[tuple[PolicyEntry, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in report.open_findings:
        groups.setdefault(finding.policy, []).append(finding)
    ordered = sorted(groups, key=lambda name: (report.policies[name].severity.rank, name))
    return [(report.policies[name], groups[name]) for name in ordered]


def _policy(policy: PolicyEntry, findings: Sequence[Finding]) -> str:
    place = [f"§{policy.section}"] if policy.section else [policy.origin]
    place += [policy.recommendation] if policy.recommendation else []
    summary = f"<b>{policy.severity.value}</b> {markdown(policy.id)} ({markdown(', '.join(place))}): {len(findings)}"
    shown = table(
        ("place", "finding", "environments"), ([*_cells(finding)] for finding in findings[:_MOST_OF_A_POLICY])
    )
    more = [f"… and {len(findings) - _MOST_OF_A_POLICY} more"] if len(findings) > _MOST_OF_A_POLICY else []
    remedy = f"{markdown(policy.title)}. {markdown(policy.remediation)}"
    return folded(summary, "\n\n".join([remedy, shown, *more]))


def _cells(finding: Finding) -> Iterator[str]:
    yield markdown_code(str(finding.location))
    yield markdown(finding.message)
    yield ", ".join(map(markdown, finding.environments))
