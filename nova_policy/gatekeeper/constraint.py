"""A policy as Constraint: which objects it is asked about, and what a denial does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nova_policy.bundle.catalogue import Policy
from nova_policy.gatekeeper.admission import constraint_name, template_kind
from nova_policy.gatekeeper.compared import comparisons
from nova_policy.gatekeeper.template import LABELS, POLICY_ANNOTATION
from nova_policy.model import Json, Severity

EXEMPT_NAMESPACES = ("gatekeeper-system", "kube-node-lease", "kube-public", "kube-system")
WEBHOOK = "validation.gatekeeper.sh"
ENFORCEMENT_POINTS = (WEBHOOK, "audit.gatekeeper.sh", "gator.gatekeeper.sh")


@dataclass(frozen=True, slots=True)
class Enforcement:
    """The least severity that is denied, and the least that is warned about; None for no severity at all.

    What is neither is a `dryrun`: found by the audit, and nobody is told at the door.
    """

    deny: Severity | None = None
    warn: Severity | None = Severity.HIGH
    parameters: Mapping[str, Json] = field(default_factory=dict)

    def action_of(self, policy: Policy) -> str:
        """Return Gatekeeper's word for what happens to an object with a finding of this policy.

        What is compared with other objects is never more than a `dryrun`: a change arrives object by object.
        """
        if policy.id in comparisons():
            return "dryrun"
        if _reaches(policy.severity, self.deny):
            return "deny"
        return "warn" if _reaches(policy.severity, self.warn) else "dryrun"


def _reaches(severity: Severity, threshold: Severity | None) -> bool:
    return threshold is not None and severity.rank <= threshold.rank


def constraint(policy: Policy, enforcement: Enforcement, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Constraint; of the parameters in *known* it states those that are overridden."""
    spec: dict[str, Any] = {
        "enforcementAction": "scoped",
        "scopedEnforcementActions": [_enforced(policy, enforcement)],
        "match": {"kinds": _kinds(policy), "excludedNamespaces": list(EXEMPT_NAMESPACES)},
    }
    if parameters := {name: value for name, value in sorted(enforcement.parameters.items()) if name in known}:
        spec["parameters"] = parameters
    metadata = {
        "name": constraint_name(policy),
        "labels": dict(LABELS),
        "annotations": {POLICY_ANNOTATION: policy.id, "nova-policy.dev/severity": policy.severity.value},
    }
    return {
        "apiVersion": "constraints.gatekeeper.sh/v1beta1",
        "kind": template_kind(policy),
        "metadata": metadata,
        "spec": spec,
    }


def _enforced(policy: Policy, enforcement: Enforcement) -> dict[str, Any]:
    points = [name for name in ENFORCEMENT_POINTS if not (policy.id in comparisons() and name == WEBHOOK)]
    return {"action": enforcement.action_of(policy), "enforcementPoints": [{"name": name} for name in points]}


def _kinds(policy: Policy) -> list[dict[str, list[str]]]:
    if compared := comparisons().get(policy.id):
        return [{"apiGroups": [item.group], "kinds": [item.kind]} for item in compared.objects]
    return [{"apiGroups": list(item.api_groups), "kinds": list(item.kinds)} for item in policy.matchers]
