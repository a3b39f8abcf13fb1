"""A policy as ConstraintTemplate: METADATA as annotations, parameters as OpenAPI schema, Rego as code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from nova_policy import __version__
from nova_policy.bundle.catalogue import Parameter, Policy
from nova_policy.bundle.load import Bundle
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.admission import template_kind
from nova_policy.gatekeeper.compared import Comparison, comparisons
from nova_policy.gatekeeper.rego import Modules, modules_for

LABELS = {"app.kubernetes.io/part-of": "nova-policy"}
POLICY_ANNOTATION = "nova-policy.dev/policy"
TARGET = "admission.k8s.gatekeeper.sh"
_TYPES = {"integer", "number", "string", "boolean", "array"}


def template(policy: Policy, bundle: Bundle) -> dict[str, Any]:
    """Return the ConstraintTemplate of a policy. Raises UsageError where Gatekeeper could not take it."""
    kind = template_kind(policy)
    modules = modules_for(policy, bundle.rego, json.dumps(_details(policy)))
    crd: dict[str, Any] = {"names": {"kind": kind}}
    if modules.parameters:
        known = bundle.catalogue.parameters
        properties = {name: _schema(known[name]) for name in modules.parameters}
        crd["validation"] = {"openAPIV3Schema": {"type": "object", "properties": properties}}
    return {
        "apiVersion": "templates.gatekeeper.sh/v1",
        "kind": "ConstraintTemplate",
        "metadata": {"name": kind.lower(), "labels": dict(LABELS), "annotations": metadata_annotations(policy)},
        "spec": {"crd": {"spec": crd}, "targets": [{"target": TARGET, "code": [_code(modules)]}]},
    }


def metadata_annotations(policy: Policy) -> dict[str, str]:
    """Return a policy's METADATA as annotations; what the policy does not state is left out."""
    values = {
        "metadata.gatekeeper.sh/title": policy.title,
        "metadata.gatekeeper.sh/version": __version__,
        "description": policy.description,
        POLICY_ANNOTATION: policy.id,
        "nova-policy.dev/severity": policy.severity.value,
        "nova-policy.dev/section": policy.section,
        "nova-policy.dev/recommendation": policy.recommendation,
        "nova-policy.dev/capability": policy.capability,
        "nova-policy.dev/remediation": policy.remediation,
        "nova-policy.dev/links": " ".join(policy.related_resources),
        "metadata.gatekeeper.sh/requires-sync-data": _required(policy),
    }
    return {key: value for key, value in values.items() if value}


def _required(policy: Policy) -> str | None:
    """What the inventory must hold, as `gator sync test` reads it; None for what is judged alone."""
    compared = comparisons().get(policy.id)
    if compared is None:
        return None
    groups = [{"groups": [item.group], "versions": [item.version], "kinds": [item.kind]} for item in compared.others]
    return json.dumps([[group] for group in groups])


def sync_set(compared: Comparison, name: str) -> dict[str, Any]:
    """Return the SyncSet that fills the inventory for one policy."""
    return {
        "apiVersion": "syncset.gatekeeper.sh/v1alpha1",
        "kind": "SyncSet",
        "metadata": {"name": f"nova-{name}", "labels": dict(LABELS)},
        "spec": {"gvks": [item.to_json() for item in compared.others]},
    }


def _details(policy: Policy) -> Mapping[str, str | None]:
    return {"policy": policy.id, "recommendation": policy.recommendation, "section": policy.section}


def _code(modules: Modules) -> dict[str, Any]:
    source: dict[str, Any] = {"version": "v1", "rego": modules.entry}
    if modules.libraries:
        source["libs"] = list(modules.libraries)
    return {"engine": "Rego", "source": source}


def _schema(parameter: Parameter) -> dict[str, Any]:
    """The default stays out of the schema: written into every Constraint, it would outlive a better one."""
    if parameter.type not in _TYPES:
        raise UsageError(
            f"parameter {parameter.name}: type {parameter.type!r} has no schema that Gatekeeper could check"
        )
    default = json.dumps(parameter.default, ensure_ascii=False)
    schema: dict[str, Any] = {"type": parameter.type, "description": f"{parameter.title}. Default: {default}"}
    if parameter.type == "array":
        schema["items"] = {"type": "string"}
    return schema
