"""Whether all that the assessment refers to exists, and whether every policy has its place in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from nova_policy.assess.assessment import Assessment


def dangling_references(assessment: Assessment, policy_ids: Collection[str]) -> list[str]:
    """Return what is referred to and does not exist, or exists and is not placed, sorted; empty when all is well.

    *policy_ids* are the policies that there are. Looked at: ids given twice; unknown sections, capabilities,
    recommendations, roadmap stages, metrics and policies; findings that no step, or a step of another recommendation,
    names; policies that serve no finding and are not observed, or both, or findings of two recommendations; lines
    beyond the report's end.
    """
    checks = (_twice, _unknown_places, _misplaced_findings, _unscheduled, _unmeasured, _beyond_the_end)
    faults = [fault for check in checks for fault in check(assessment)]
    return sorted({*faults, *_policies(assessment, frozenset(policy_ids))})


def _twice(assessment: Assessment) -> Iterator[str]:
    groups: dict[str, Iterable[str]] = {
        "section": (item.id for item in assessment.sections),
        "capability": (item.id for item in assessment.capabilities),
        "recommendation": (item.id for item in assessment.recommendations),
        "stage": (item.id for item in assessment.roadmap),
        "metric": (item.id for item in assessment.metrics),
        "finding": (item.slug for item in assessment.findings),
        "observed policy": (item.policy for item in assessment.observed),
    }
    for kind, names in groups.items():
        yield from (f"{kind} {name} is given {count} times" for name, count in Counter(names).items() if count > 1)
    for item in assessment.recommendations:
        names = [step.id for step in item.steps]
        yield from (f"{item.id}: step {name} is given twice" for name, count in Counter(names).items() if count > 1)


def _unknown_places(assessment: Assessment) -> Iterator[str]:
    sections = {item.id for item in assessment.sections}
    capabilities = {item.id for item in assessment.capabilities}
    for entry in assessment.findings:
        if entry.section not in sections:
            yield f"{entry.slug}: unknown section {entry.section}"
        if entry.capability not in capabilities:
            yield f"{entry.slug}: unknown capability {entry.capability}"
    for observed in assessment.observed:
        if observed.capability not in capabilities:
            yield f"{observed.policy}: unknown capability {observed.capability}"
    for item in assessment.recommendations:
        yield from (f"{item.id}: unknown section {name}" for name in item.sections if name not in sections)


def _misplaced_findings(assessment: Assessment) -> Iterator[str]:
    known = {entry.slug: entry.recommendation for entry in assessment.findings}
    recommendations = {item.id for item in assessment.recommendations}
    named: Counter[str] = Counter()
    for item in assessment.recommendations:
        for slug in (slug for step in item.steps for slug in step.findings):
            named[slug] += 1
            if slug not in known:
                yield f"{item.id}: unknown finding {slug}"
            elif known[slug] != item.id:
                yield f"{item.id}: finding {slug} belongs to {known[slug] or 'no recommendation'}"
    for slug, recommendation in known.items():
        if recommendation and recommendation not in recommendations:
            yield f"{slug}: unknown recommendation {recommendation}"
        if recommendation and named[slug] != 1:
            yield f"{slug}: named by {named[slug]} steps of {recommendation}"


def _unscheduled(assessment: Assessment) -> Iterator[str]:
    recommendations = {item.id for item in assessment.recommendations}
    stages = {stage.id for stage in assessment.roadmap}
    rows = [(item.line, item.recommendations) for stage in assessment.roadmap for item in stage.items]
    rows += [(row.line, row.recommendations) for row in assessment.critical_findings]
    for line, names in rows:
        yield from (f"line {line}: unknown recommendation {name}" for name in names if name not in recommendations)
    for heading in assessment.priorities:
        if heading.stage and heading.stage not in stages:
            yield f"{heading.priority}: unknown stage {heading.stage}"


def _unmeasured(assessment: Assessment) -> Iterator[str]:
    metrics = {metric.id for metric in assessment.metrics}
    wanted = {row.metric: row.measured_by for row in assessment.success_metrics}
    wanted |= {entry.slug: entry.measured_as for entry in assessment.findings}
    yield from (
        f"{name}: unknown metric {metric}" for name, metric in wanted.items() if metric and metric not in metrics
    )
    yield from (f"metric {name} measures nothing" for name in metrics - set(wanted.values()))


def _beyond_the_end(assessment: Assessment) -> Iterator[str]:
    for entry in assessment.findings:
        yield from (f"{entry.slug}: the report has no line {line}" for line in entry.lines if line > assessment.lines)


def _policies(assessment: Assessment, policy_ids: frozenset[str]) -> Iterator[str]:
    observed = {item.policy for item in assessment.observed}
    serving = {policy for entry in assessment.findings for policy in entry.policies}
    deciding = {policy for entry in assessment.findings for policy in (*entry.decided_by, *entry.see_also)}
    yield from (f"unknown policy {name}" for name in (observed | serving) - policy_ids)
    yield from (f"policy {name} serves no finding and is not observed" for name in policy_ids - observed - serving)
    yield from (f"policy {name} is observed and yet serves findings of the report" for name in observed & deciding)
    for name in serving:
        owners = {entry.recommendation for entry in assessment.findings if name in entry.policies}
        if len(owners) > 1:
            yield f"policy {name} serves findings of {', '.join(sorted(str(owner) for owner in owners))}"
