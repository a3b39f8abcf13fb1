"""The fields of a kustomization that change objects without a patch: names, namespace, labels, replicas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nova_policy.collect.kustomize.field_specs import (
    ANNOTATIONS,
    CLAIM_LABELS,
    COMMON_LABELS,
    METADATA_LABELS,
    REPLICA_KINDS,
    TEMPLATE_LABELS,
    Change,
    FieldSpec,
    apply_specs,
)
from nova_policy.collect.kustomize.resource import Fault, Resource
from nova_policy.collect.kustomize.traced import Traced

_KEEP_THEIR_NAME = (
    ("", "Namespace"),
    ("apiextensions.k8s.io", "CustomResourceDefinition"),
    ("apiregistration.k8s.io", "APIService"),
)


def apply_names(resources: Iterable[Resource], fields: Traced) -> tuple[Resource, ...]:
    """Apply `namespace`, `namePrefix` and `nameSuffix` of a kustomization."""
    namespace = fields.get("namespace")
    if namespace is not None and namespace.value:
        resources = [set_namespace(resource, namespace) for resource in resources]
    prefix, suffix = fields.get("namePrefix"), fields.get("nameSuffix")
    return tuple(add_affix(resource, prefix, suffix) for resource in resources)


def apply_labels(resources: Iterable[Resource], fields: Traced) -> tuple[Resource, ...]:
    """Apply `labels`, `commonLabels` and `commonAnnotations` of a kustomization."""
    for entry in _items(fields.get("labels")):
        resources = [add_labels(resource, entry) for resource in resources]
    for key, specs in (("commonLabels", COMMON_LABELS), ("commonAnnotations", ANNOTATIONS)):
        resources = [_add_pairs(resource, fields.get(key), specs) for resource in resources]
    return tuple(resources)


def set_namespace(resource: Resource, namespace: Traced) -> Resource:
    """Put an object into a namespace, and a `default` service account among its subjects with it."""
    identity, tree = resource.current, resource.tree
    if not identity.cluster_scoped:
        tree = _with_metadata(tree, "namespace", namespace)
    elif (identity.group, identity.kind) == ("", "Namespace"):
        tree = _with_metadata(tree, "name", namespace)
    subjects = tree.get("subjects")
    if identity.kind in ("RoleBinding", "ClusterRoleBinding") and subjects is not None and subjects.items is not None:
        named = (s.with_field("namespace", namespace) if s.text("name") == "default" else s for s in subjects.items)
        tree = tree.with_field("subjects", replace(subjects, items=tuple(named)))
    return resource.changed(tree)


def add_affix(resource: Resource, prefix: Traced | None, suffix: Traced | None) -> Resource:
    """Put a prefix or suffix to an object's name."""
    original = resource.original
    if (original.group, original.kind) in _KEEP_THEIR_NAME:
        return resource
    for affix, before, after in ((prefix, _text(prefix), ""), (suffix, "", _text(suffix))):
        if affix is not None and (before or after):
            name = before + resource.tree.text("metadata", "name") + after
            resource = resource.changed(_with_metadata(resource.tree, "name", replace(affix, value=name)))
    return resource


def add_labels(resource: Resource, entry: Traced) -> Resource:
    """Apply one entry of `labels`."""
    specs: tuple[FieldSpec, ...] = tuple(_custom_spec(spec) for spec in _items(entry.get("fields")))
    if _true(entry.get("includeSelectors")):
        specs += COMMON_LABELS
    else:
        specs += TEMPLATE_LABELS if _true(entry.get("includeTemplates")) else METADATA_LABELS
        specs += CLAIM_LABELS if _true(entry.get("includeVolumeClaimTemplates")) else ()
    return _add_pairs(resource, entry.get("pairs"), specs)


def set_replicas(resources: Sequence[Resource], entry: Traced) -> tuple[tuple[Resource, ...], Fault | None]:
    """Apply one entry of `replicas`; a name that no workload has is a fault."""
    name, count, found = entry.text("name"), entry.get("count"), False
    changed = []
    for resource in resources:
        if any(known.name == name and known.kind in REPLICA_KINDS for known in (*resource.previous, resource.current)):
            found = True
            value = count if count is not None else Traced(entry.at, value=0)
            spec = resource.tree.get("spec") or Traced(entry.at, fields={})
            resource = replace(resource, tree=resource.tree.with_field("spec", spec.with_field("replicas", value)))
        changed.append(resource)
    message = f"replicas: no Deployment, StatefulSet or other workload is named {name}"
    return tuple(changed), None if found else Fault(message, entry.at, (f"resource with name {name} ",))


def _add_pairs(resource: Resource, pairs: Traced | None, specs: Sequence[FieldSpec]) -> Resource:
    if pairs is None or not pairs.fields:
        return resource
    return replace(resource, tree=apply_specs(resource.tree, resource.current, specs, pairs.at, _adder(pairs)))


def _adder(pairs: Traced) -> Change:
    def add(node: Traced | None) -> Traced:
        node = node if node is not None and node.fields is not None else Traced(pairs.at, fields={})
        for key, value in (pairs.fields or {}).items():
            node = node.with_field(key, value)
        return node

    return add


def _custom_spec(spec: Traced) -> FieldSpec:
    path, kind, group, version = (spec.text(key) for key in ("path", "kind", "group", "version"))
    return FieldSpec(path, kind, group, version, create=_true(spec.get("create")))


def _with_metadata(tree: Traced, key: str, value: Traced) -> Traced:
    metadata = tree.get("metadata") or Traced(value.at, fields={})
    return tree.with_field("metadata", metadata.with_field(key, value))


def _items(node: Traced | None) -> tuple[Traced, ...]:
    return (node.items or ()) if node is not None else ()


def _true(node: Traced | None) -> bool:
    return node is not None and node.value is True


def _text(node: Traced | None) -> str:
    return node.value if node is not None and isinstance(node.value, str) else ""
