"""A kustomize component on top of Gatekeeper's own manifests: what cannot be judged is refused."""

from __future__ import annotations

from typing import Any

from nova_policy.gatekeeper.constraint import EXEMPT_NAMESPACES
from nova_policy.gatekeeper.template import LABELS

_CONFIGURATION = "gatekeeper-validating-webhook-configuration"
_WEBHOOK = "validation.gatekeeper.sh"
_TIMEOUT_SECONDS = 3

EMERGENCY = f"kubectl delete validatingwebhookconfiguration {_CONFIGURATION}"


def component() -> dict[str, Any]:
    """Return the kustomization of the component."""
    return {
        "apiVersion": "kustomize.config.k8s.io/v1alpha1",
        "kind": "Component",
        "patches": [
            {"path": "webhook.yaml", "target": {"kind": "ValidatingWebhookConfiguration", "name": _CONFIGURATION}}
        ],
    }


def webhook() -> dict[str, Any]:
    """Return the patch: failurePolicy, timeout, exempt namespaces, and the way out as an annotation.

    An exempt namespace is one that the cluster needs to come back up, before Gatekeeper can run in it.
    """
    selector = [
        {"key": "admission.gatekeeper.sh/ignore", "operator": "DoesNotExist"},
        {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": list(EXEMPT_NAMESPACES)},
    ]
    return {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingWebhookConfiguration",
        "metadata": {
            "name": _CONFIGURATION,
            "labels": dict(LABELS),
            "annotations": {"nova-policy.dev/emergency": EMERGENCY},
        },
        "webhooks": [
            {
                "name": _WEBHOOK,
                "failurePolicy": "Fail",
                "timeoutSeconds": _TIMEOUT_SECONDS,
                "namespaceSelector": {"matchExpressions": selector},
            }
        ],
    }
