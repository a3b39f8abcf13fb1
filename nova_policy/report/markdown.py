"""Markdown for a pull request's comment and a job's summary: the answer first, then findings by policy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.assess.entries import PolicyEntry
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.report import Report
from nova_policy.model import Finding
from nova_policy.report.escape import markdown, markdown_code
from nova_policy.report.formats import Context
from nova_policy.report.wording import count, hours, score, unfinished, verdict

_MOST_CHARACTERS = 60_000
"""GitHub cuts a comment at 65,536 characters."""
_MOST_OF_A_POLICY = 25
_FIRST = 5


def render(report: Report, _context: Context) -> str:
    """Return Markdown that fits into a comment; what was left out is counted. The first line marks it as ours."""
    head = "\n\n".join(_head(report))
    blocks: list[str] = []
    size = len(head)
    groups = _by_policy(report)
    for policy, findings in groups:
        block = _policy(policy, findings)
        size += len(block) + 2
        if size > _MOST_CHARACTERS:
            break
        blocks.append(block)
    left = sum(len(findings) for _, findings in groups[len(blocks) :])
    if left:
        blocks.append(
            f"… and {count(left, 'more finding')} of {len(groups) - len(blocks)} policies; see the full report."
        )
    return "\n\n".join([head, *blocks]) + "\n"


def _head(report: Report) -> Iterator[str]:
    yield "<!-- nova-policy -->"
    yield f"## Nova Policy: {markdown(verdict(report))}"
    if not report.complete:
        yield "**INCOMPLETE.** Not judged:"
        yield "\n".join(f"- {markdown_code(str(problem))}" for problem in report.problems[:50])
    yield "\n".join(_figures(report))
    if first := unfinished(report)[:_FIRST]:
        yield "**Do first**"
        yield "\n".join(
            f"1. {markdown(item.id)} {markdown(item.title)}: {hours(item.remaining_hours, item.effort_source)} left,"
            f" {count(item.open_findings, 'open finding')}"
            for item in first
        )


def _figures(report: Report) -> Iterator[str]:
    yield "| | left | of |"
    yield "|---|--:|--:|"
    for priority in Priority:
        part = report.hours(EffortSource.REPORT, priority)
        if part.total:
            yield f"| Hours of {priority.value} | {part.remaining:g} | {part.total:g} |"
    total, estimated = report.hours(EffortSource.REPORT), report.hours(EffortSource.ESTIMATE)
    yield f"| **Hours that the assessment states** | **{total.remaining:g}** | **{total.total:g}** |"
    if estimated.total:
        yield f"| Hours by our estimate, where it states none | ~{estimated.remaining:g} | ~{estimated.total:g} |"
    yield ""
    skipped = len(report.not_applicable)
    counted = (
        f"{count(report.scope.documents, 'document')}, {report.scope.policies} policies ({skipped} not applicable)"
    )
    yield f"Maturity: {markdown(score(report))}. Judged: {counted}."


def _by_policy(report: Report) -> list[tuple[PolicyEntry, list[Finding]]]:
    groups: dict[str, list[Finding]] = {}
    for finding in report.open_findings:
        groups.setdefault(finding.policy, []).append(finding)
    ordered = sorted(groups, key=lambda name: (report.policies[name].severity.rank, name))
    return [(report.policies[name], groups[name]) for name in ordered]


def _policy(policy: PolicyEntry, findings: Sequence[Finding]) -> str:
    about = [f"§{policy.section}"] if policy.section else [policy.origin]
    about += [policy.recommendation] if policy.recommendation else []
    summary = f"<b>{policy.severity.value}</b> {markdown(policy.id)} ({markdown(', '.join(about))}): {len(findings)}"
    rows = [_row(finding) for finding in findings[:_MOST_OF_A_POLICY]]
    more = [f"\n… and {len(findings) - len(rows)} more"] if len(findings) > len(rows) else []
    return "\n".join(
        [
            f"<details><summary>{summary}</summary>",
            "",
            f"{markdown(policy.title)}. {markdown(policy.remediation)}",
            "",
            "| place | finding | environments |",
            "|---|---|---|",
            *rows,
            *more,
            "",
            "</details>",
        ]
    )


def _row(finding: Finding) -> str:
    environments = ", ".join(map(markdown, finding.environments))
    return f"| {markdown_code(str(finding.location))} | {markdown(finding.message)} | {environments} |"
