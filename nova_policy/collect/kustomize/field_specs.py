"""Where kustomize writes labels, annotations and replica counts: its built-in field specs."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from nova_policy.collect.kustomize.identity import ObjectId
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.model import Location

Change: TypeAlias = Callable[[Traced | None], Traced]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A path below objects of a kind (empty for all); *create* makes what is missing on the way, no lists (`[]`)."""

    path: str
    kind: str = ""
    group: str = ""
    version: str = ""
    create: bool = True

    def covers(self, identity: ObjectId) -> bool:
        """Tell whether it is about an object."""
        pairs = ((self.kind, identity.kind), (self.group, identity.group), (self.version, identity.version))
        return all(not wanted or wanted == has for wanted, has in pairs)


_TERM = "labelSelector/matchLabels"
_DURING = "DuringSchedulingIgnoredDuringExecution"
_AFFINITIES = tuple(
    f"spec/template/spec/affinity/{affinity}/{strength}"
    for affinity in ("podAffinity", "podAntiAffinity")
    for strength in (f"preferred{_DURING}/podAffinityTerm/{_TERM}", f"required{_DURING}/{_TERM}")
)
_WORKLOADS = (
    ("ReplicationController", "", "v1"),
    ("Deployment", "", ""),
    ("ReplicaSet", "", ""),
    ("DaemonSet", "", ""),
    ("StatefulSet", "apps", ""),
    ("Job", "batch", ""),
)
_CRON_TEMPLATES = ("spec/jobTemplate/metadata", "spec/jobTemplate/spec/template/metadata")


def _metadata_specs(field: str) -> tuple[FieldSpec, ...]:
    workloads = (FieldSpec(f"spec/template/metadata/{field}", *workload) for workload in _WORKLOADS)
    jobs = (FieldSpec(f"{path}/{field}", "CronJob", "batch") for path in _CRON_TEMPLATES)
    return (FieldSpec(f"metadata/{field}"), *workloads, *jobs)


METADATA_LABELS = (FieldSpec("metadata/labels"),)
TEMPLATE_LABELS = _metadata_specs("labels")
CLAIM_LABELS = (FieldSpec("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", "apps"),)
ANNOTATIONS = _metadata_specs("annotations")
SELECTORS = (
    FieldSpec("spec/selector", "Service", "", "v1"),
    FieldSpec("spec/selector", "ReplicationController", "", "v1"),
    FieldSpec("spec/selector/matchLabels", "Deployment"),
    FieldSpec("spec/selector/matchLabels", "ReplicaSet"),
    FieldSpec("spec/selector/matchLabels", "DaemonSet"),
    FieldSpec("spec/selector/matchLabels", "StatefulSet", "apps"),
    *(
        FieldSpec(path, kind, "apps", create=False)
        for kind in ("Deployment", "StatefulSet")
        for path in (*_AFFINITIES, f"spec/template/spec/topologySpreadConstraints/{_TERM}")
    ),
    FieldSpec("spec/selector/matchLabels", "Job", "batch", create=False),
    FieldSpec("spec/jobTemplate/spec/selector/matchLabels", "CronJob", "batch", create=False),
    FieldSpec("spec/selector/matchLabels", "PodDisruptionBudget", "policy", create=False),
    FieldSpec("spec/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io", create=False),
    FieldSpec("spec/ingress/from/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io", create=False),
    FieldSpec("spec/egress/to/podSelector/matchLabels", "NetworkPolicy", "networking.k8s.io", create=False),
)
COMMON_LABELS = (*SELECTORS, *TEMPLATE_LABELS, *CLAIM_LABELS)
REPLICA_KINDS = ("Deployment", "ReplicationController", "ReplicaSet", "StatefulSet")


def apply_specs(tree: Traced, identity: ObjectId, specs: Iterable[FieldSpec], by: Location, change: Change) -> Traced:
    """Return *tree* with *change* applied wherever a spec leads; *by* is the place of what gets created on the way."""
    for spec in specs:
        if spec.covers(identity):
            steps = tuple(spec.path.strip("/").split("/"))
            tree = _descend(tree, steps, by if spec.create else None, change)
    return tree


def _descend(tree: Traced, steps: tuple[str, ...], create: Location | None, change: Change) -> Traced:
    if tree.items is not None:
        return replace(tree, items=tuple(_descend(item, steps, create, change) for item in tree.items))
    if not steps:
        return change(tree)
    if tree.fields is None:
        return tree
    key = steps[0].removesuffix("[]")
    child = tree.fields.get(key)
    if child is None or child.is_null:
        if create is None or key != steps[0]:
            return tree
        if len(steps) == 1:
            return tree.with_field(key, change(None))
        child = Traced(create, fields={})
    return tree.with_field(key, _descend(child, steps[1:], create, change))
