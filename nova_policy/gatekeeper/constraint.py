"""A policy as Constraint: which objects it is asked about, and what a denial does to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nova_policy.bundle.catalogue import Policy
from nova_policy.gatekeeper.admission import constraint_name, template_kind
from nova_policy.gatekeeper.template import LABELS, POLICY_ANNOTATION
from nova_policy.model import Json, Severity

EXEMPT_NAMESPACES = ("gatekeeper-system", "kube-node-lease", "kube-public", "kube-system")
ENFORCEMENT_POINTS = ("validation.gatekeeper.sh", "audit.gatekeeper.sh", "gator.gatekeeper.sh")


@dataclass(frozen=True, slots=True)
class Enforcement:
    """The least severity that is denied, and the least that is warned about; None for no severity at all.

    What is neither is a `dryrun`: found by the audit, and nobody is told at the door.
    """

    deny: Severity | None = None
    warn: Severity | None = Severity.HIGH
    parameters: Mapping[str, Json] = field(default_factory=dict)

    def action(self, severity: Severity) -> str:
        """Return Gatekeeper's word for what happens to an object with a finding of this severity."""
        if _reaches(severity, self.deny):
            return "deny"
        return "warn" if _reaches(severity, self.warn) else "dryrun"


def _reaches(severity: Severity, threshold: Severity | None) -> bool:
    return threshold is not None and severity.rank <= threshold.rank


def constraint(policy: Policy, enforcement: Enforcement, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the Constraint; of the parameters in *known* it states those that are overridden."""
    spec: dict[str, Any] = {
        "enforcementAction": "scoped",
        "scopedEnforcementActions": [
            {
                "action": enforcement.action(policy.severity),
                "enforcementPoints": [{"name": name} for name in ENFORCEMENT_POINTS],
            }
        ],
        "match": {
            "kinds": [{"apiGroups": list(m.api_groups), "kinds": list(m.kinds)} for m in policy.matchers],
            "excludedNamespaces": list(EXEMPT_NAMESPACES),
        },
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
