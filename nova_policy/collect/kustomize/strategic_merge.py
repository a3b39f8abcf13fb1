"""Strategic-merge patches as kustomize applies them, keeping the place of every value.

After kyaml's merge2 with its option to prepend: items that a patch names come first, in the patch's order;
in lists with two merge keys only those that it adds do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nova_policy.collect.kustomize.identity import identify
from nova_policy.collect.kustomize.traced import Traced

_NAME = ("name",)
_POD_KEYS: Mapping[str, tuple[str, ...]] = {
    "containers": _NAME,
    "initContainers": _NAME,
    "ephemeralContainers": _NAME,
    "env": _NAME,
    "volumes": _NAME,
    "imagePullSecrets": _NAME,
    "ports": ("containerPort", "protocol"),
    "volumeMounts": ("mountPath",),
    "volumeDevices": ("devicePath",),
    "hostAliases": ("ip",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
}
_META_KEYS: Mapping[str, tuple[str, ...]] = {"ownerReferences": ("uid",), "finalizers": ()}
_POD_KINDS = (
    "CronJob",
    "DaemonSet",
    "Deployment",
    "Job",
    "Pod",
    "PodTemplate",
    "ReplicaSet",
    "ReplicationController",
    "StatefulSet",
)
_KIND_KEYS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    **{kind: {**_META_KEYS, **_POD_KEYS} for kind in _POD_KINDS},
    "Service": {**_META_KEYS, "ports": ("port", "protocol")},
    "ServiceAccount": {**_META_KEYS, "secrets": _NAME, "imagePullSecrets": _NAME},
    "MutatingWebhookConfiguration": {**_META_KEYS, "webhooks": _NAME},
    "ValidatingWebhookConfiguration": {**_META_KEYS, "webhooks": _NAME},
}
_BUILT_IN_GROUPS = ("", "apps", "autoscaling", "batch", "extensions", "policy")


def merge_object(target: Traced, patch: Traced) -> Traced | None:
    """Return *target* with *patch* merged into it, None where the patch deletes it; the identity stays."""
    merged = _Merger(merge_keys(target)).mapping(target, patch)
    if merged is None:
        return None
    for key in ("apiVersion", "kind"):
        if (kept := target.get(key)) is not None:
            merged = merged.with_field(key, kept)
    metadata = merged.get("metadata")
    if metadata is None:
        return merged
    for key in ("name", "namespace"):
        kept = target.get("metadata", key)
        if kept is not None:
            metadata = metadata.with_field(key, kept)
        elif key in (metadata.fields or {}):
            metadata = replace(metadata, fields={k: v for k, v in (metadata.fields or {}).items() if k != key})
    return merged.with_field("metadata", metadata)


def merge_keys(tree: Traced) -> Mapping[str, tuple[str, ...]]:
    """Return which lists of an object are merged and by which keys; () for lists of scalars. Others are replaced."""
    identity = identify(tree)
    if identity.group not in _BUILT_IN_GROUPS and not identity.group.endswith(".k8s.io"):
        return {}
    return _KIND_KEYS.get(identity.kind, _META_KEYS)


class _Merger:
    def __init__(self, keys: Mapping[str, tuple[str, ...]]) -> None:
        self._keys = keys

    def mapping(self, target: Traced, patch: Traced) -> Traced | None:
        directive = patch.text("$patch")
        if directive == "delete":
            return None
        if directive == "replace":
            return self._cleaned(patch)
        merged = target
        for key, change in (patch.fields or {}).items():
            if key == "$patch":
                continue
            value = None if change.is_null else self._entry(key, target.child(key), change)
            if value is not None:
                merged = merged.with_field(key, value)
            elif key in (target.fields or {}):
                merged = merged.without_field(key, change.at)
        return merged

    def _entry(self, key: str, target: Traced | None, change: Traced) -> Traced | None:
        if target is not None and target.fields is not None and change.fields is not None:
            return self.mapping(target, change)
        if target is not None and target.items is not None and change.items is not None and key in self._keys:
            return self._list(self._keys[key], target, change)
        return self._cleaned(change)

    def _list(self, keys: tuple[str, ...], target: Traced, change: Traced) -> Traced:
        kept: list[Traced | None] = [*(target.items or ())]
        first: list[Traced | None] = []
        in_place = len(_used_keys(keys, target, change)) > 1
        for item in change.items or ():
            if item.text("$patch") == "replace" and len(item.fields or {}) == 1:
                cleaned = self._cleaned(change)
                return cleaned if cleaned is not None else change
            index = next((i for i, known in enumerate(kept) if known and same_item(keys, known, item)), None)
            if index is None:
                first.append(self._cleaned(item))
                continue
            known = kept[index] or item
            merged = self.mapping(known, item) if known.fields is not None else known
            kept[index] = merged if in_place else None
            first.extend(() if in_place else (merged,))
        return replace(target, items=tuple(item for item in (*first, *kept) if item is not None))

    def _cleaned(self, change: Traced) -> Traced | None:
        """Return what a patch adds: without directives, nulls and items that it deletes."""
        if change.fields is not None:
            if change.text("$patch") == "delete":
                return None
            entries = ((key, self._cleaned(child)) for key, child in change.fields.items() if key != "$patch")
            return replace(change, fields={key: child for key, child in entries if child is not None})
        if change.items is not None:
            kept = (item for item in change.items if set(item.fields or {}) != {"$patch"})
            items = (self._cleaned(item) for item in kept)
            return replace(change, items=tuple(item for item in items if item is not None))
        return None if change.is_null else change


def _used_keys(keys: tuple[str, ...], *lists: Traced) -> set[str]:
    """Return the merge keys that occur; items of lists with several stay where they are."""
    return {key for key in keys for node in lists for item in node.items or () if item.get(key) is not None}


def same_item(keys: tuple[str, ...], one: Traced, other: Traced) -> bool:
    """Tell whether two items of a merged list are one: equal keys, where a key that one lacks does not count."""
    if not keys:
        return one.plain() == other.plain()
    pairs = [(one.get(key), other.get(key)) for key in keys]
    known = [(str(a.value), str(b.value)) for a, b in pairs if a is not None and b is not None]
    return bool(known) and all(a == b for a, b in known)
