"""The page of one policy, as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from nova_policy.assess.assessment import Assessment
from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.pages.examples import Example


def policy_page(
    policy: Policy, catalogue: Catalogue, assessment: Assessment, examples: Sequence[Example | None]
) -> str:
    """Return concern, examples (bad, then good), remedy, place in the assessment, parameters and links."""
    parts = [
        f"# {policy.id}",
        f"**{policy.title}**",
        policy.description,
        *_examples(examples),
        "## Remedy",
        policy.remediation,
        "## In the assessment",
        "\n".join(_facts(policy, assessment)),
        *_parameters(policy, catalogue),
        "## Links",
        "\n".join(f"- <{link}>" for link in policy.related_resources),
    ]
    return "\n\n".join(parts) + "\n"


def _examples(examples: Sequence[Example | None]) -> Iterator[str]:
    for title, example in zip(("Denied", "Passes"), examples, strict=False):
        if example is None:
            continue
        yield f"## {title}"
        where = f"`{example.path}`, from line {example.first_line}"
        marks = f"; denied at line {', '.join(map(str, example.culprits))}" if example.culprits else ""
        fence = "`" * (3 + max((line.count("`") for line in example.lines), default=0))
        yield f"{where}{marks}:"
        yield "\n".join([f"{fence}{example.language}", *example.lines, fence])


def _facts(policy: Policy, assessment: Assessment) -> Iterator[str]:
    yield f"- Severity: {policy.severity.value}"
    if policy.section:
        yield f"- Section: §{policy.section} {assessment.section(policy.section).title}"
    else:
        yield "- Section: none; the report missed it"
    if policy.recommendation:
        recommendation = assessment.recommendation(policy.recommendation)
        effort = recommendation.effort
        hours = f"{effort.hours:g} h" if effort.hours is not None else "hours not stated"
        yield f"- Recommendation: {recommendation.id} {recommendation.title} ({hours}, {effort.source.value})"
    if policy.estimate_hours is not None:
        yield f"- Effort: {policy.estimate_hours:g} h, our estimate: {policy.estimate_reason}"
    yield f"- Capability: {assessment.capability(policy.capability).title}"
    if decided := [entry.slug for entry in assessment.findings if policy.id in entry.decided_by]:
        yield f"- Findings of the report: {', '.join(f'`{slug}`' for slug in decided)}"


def _parameters(policy: Policy, catalogue: Catalogue) -> Iterator[str]:
    if not policy.parameters:
        return
    yield "## Parameters"
    rows = ["| name | meaning | type | default |", "|---|---|---|---|"]
    for name in policy.parameters:
        parameter = catalogue.parameters[name]
        unit = f", {parameter.unit}" if parameter.unit else ""
        default = json.dumps(parameter.default, ensure_ascii=False).replace("|", "\\|")
        rows.append(f"| `{name}` | {parameter.title} ({parameter.origin}) | {parameter.type}{unit} | `{default}` |")
    yield "\n".join(rows)
