"""The page that lies beside the templates: what is there, and what admission cannot express."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nova_policy.bundle.catalogue import Policy
from nova_policy.gatekeeper.admission import Refusal, template_kind
from nova_policy.gatekeeper.compared import comparisons
from nova_policy.gatekeeper.constraint import Enforcement


def readme(policies: Sequence[Policy], refused: Sequence[Refusal], enforcement: Enforcement) -> str:
    """Return README.md: a row per template, and a row per policy that has none, with the reason."""
    return "\n".join([*_templates(policies, enforcement), "", *_refusals(refused)]).rstrip() + "\n"


def _templates(policies: Sequence[Policy], enforcement: Enforcement) -> Iterator[str]:
    yield "# Gatekeeper templates"
    yield ""
    yield "Made by `nova-policy gatekeeper build`; do not edit. How to install and to enforce them: docs/gatekeeper.md."
    yield ""
    yield "| policy | kind | severity | at the door | objects |"
    yield "|---|---|---|---|---|"
    for policy in policies:
        action = "audit only" if policy.id in comparisons() else enforcement.action_of(policy)
        yield f"| {policy.id} | {template_kind(policy)} | {policy.severity.value} | {action} | {_kinds(policy)} |"


def _kinds(policy: Policy) -> str:
    if compared := comparisons().get(policy.id):
        others = ", ".join(sorted(item.kind for item in compared.others))
        return f"{', '.join(item.kind for item in compared.objects)}, compared with {others}"
    return ", ".join(sorted({kind for matcher in policy.matchers for kind in matcher.kinds}))


def _refusals(refused: Sequence[Refusal]) -> Iterator[str]:
    if not refused:
        return
    yield "## Not for admission"
    yield ""
    yield "These stay with `nova-policy test`, in the hook and in CI."
    yield ""
    yield "| policy | reason |"
    yield "|---|---|"
    for refusal in refused:
        yield f"| {refusal.policy} | {refusal.reason} |"
