"""The three patch fields of a kustomization, read and applied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nova_policy.collect.kustomize.identity import identify
from nova_policy.collect.kustomize.inline import inline_documents
from nova_policy.collect.kustomize.json_patch import PatchFailed, apply_operations
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.resource import Fault, Resource
from nova_policy.collect.kustomize.selector import NotFollowed, describe, selects
from nova_policy.collect.kustomize.strategic_merge import merge_object
from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree, join
from nova_policy.model import Location


@dataclass(frozen=True, slots=True)
class Patch:
    """One entry: *documents* are strategic-merge patches, or one list of JSON patch operations."""

    field: str
    at: Location
    target: Traced | None
    documents: tuple[Traced, ...]
    allows: frozenset[str] = frozenset()

    @property
    def is_json(self) -> bool:
        """Whether it is a JSON patch."""
        return any(document.items is not None for document in self.documents)


@dataclass(frozen=True, slots=True)
class UnmatchedPatch:
    """A patch whose target is no resource; *target* names or describes it."""

    target: str
    at: Location


@dataclass(frozen=True, slots=True)
class Patched:
    """What a patch leaves."""

    resources: tuple[Resource, ...]
    faults: tuple[Fault, ...] = ()
    unmatched: tuple[UnmatchedPatch, ...] = ()


def read_patches(tree: Tree, kustomization: Kustomization, field: str) -> Iterator[Patch]:
    """Yield the patches of a field; those whose file is missing are left out."""
    for entry in kustomization.entries(field):
        if field == "patchesStrategicMerge":
            yield Patch(field, entry.at, None, tuple(_documents(tree, kustomization, entry)))
            continue
        source = entry.get("path") or entry.get("patch")
        if source is None or not isinstance(source.value, str):
            continue
        inline = entry.get("path") is None
        documents = inline_documents(tree, source) if inline else _documents(tree, kustomization, source)
        options = entry.get("options")
        flags = (options.fields if options is not None else None) or {}
        allows = frozenset(name for name, flag in flags.items() if flag.value is True)
        yield Patch(field, source.at, entry.get("target"), tuple(documents), allows)


def apply_patch(resources: tuple[Resource, ...], patch: Patch) -> Patched:
    """Apply a patch to the resources that it is about."""
    if patch.is_json:
        return _apply_json(resources, patch)
    if patch.target is not None:
        return _apply_to_selected(resources, patch)
    result = Patched(resources)
    for document in patch.documents:
        if document.fields is not None:
            after = _apply_by_identity(result.resources, patch, document)
            result = Patched(after.resources, result.faults + after.faults, result.unmatched + after.unmatched)
    return result


def _documents(tree: Tree, kustomization: Kustomization, source: Traced) -> Iterator[Traced]:
    """Yield the documents of a patch file, or of the text itself where it is written in place."""
    path = join(kustomization.folder, str(source.value))
    if tree.kind(path) == "file":
        file = tree.yaml(path)
        yield from (trace(document) for document in (file.documents if file is not None else ()))
    elif "\n" in str(source.value) or ": " in str(source.value):
        yield from inline_documents(tree, source)


def _apply_by_identity(resources: tuple[Resource, ...], patch: Patch, document: Traced) -> Patched:
    wanted = identify(document)
    indices = [index for index, resource in enumerate(resources) if resource.was(wanted)]
    if len(indices) == 1:
        return Patched(_merged(resources, set(indices), patch, document))
    where = f" in namespace {wanted.namespace}" if wanted.namespace else ""
    what = "no resource is" if not indices else "several resources are"
    fault = Fault(f"{patch.field}: {what} {wanted}{where}", patch.at, ("matches", f"/{wanted.name}."))
    kind = document.get("kind")
    unmatched = () if indices else (UnmatchedPatch(str(wanted), kind.at if kind is not None else document.at),)
    return Patched(resources, (fault,), unmatched)


def _apply_to_selected(resources: tuple[Resource, ...], patch: Patch) -> Patched:
    indices = _selected(resources, patch)
    if indices is None or not patch.documents:
        return Patched(resources)
    if not indices:
        return Patched(resources, (), (_unmatched(patch),))
    return Patched(_merged(resources, indices, patch, patch.documents[0]))


def _apply_json(resources: tuple[Resource, ...], patch: Patch) -> Patched:
    if patch.target is None:
        message = f"{patch.field}: a JSON patch needs a target"
        return Patched(resources, (Fault(message, patch.at, ("must specify a target",)),))
    indices = _selected(resources, patch)
    if not indices:
        return Patched(resources, (), () if indices is None else (_unmatched(patch),))
    changed, faults = list(resources), []
    for index in sorted(indices):
        try:
            after = apply_operations(resources[index].tree, patch.documents[0])
            changed[index] = resources[index].changed(after)
        except PatchFailed as error:
            message = f"{patch.field}: in {resources[index].current} {error}"
            faults.append(Fault(message, patch.at, ("operation",)))
    return Patched(tuple(changed), tuple(faults))


def _selected(resources: tuple[Resource, ...], patch: Patch) -> set[int] | None:
    """Return the indices of the resources that the target selects, None where we cannot tell."""
    target = patch.target
    if target is None:
        return set()
    try:
        return {index for index, resource in enumerate(resources) if selects(target, resource)}
    except NotFollowed:
        return None


def _unmatched(patch: Patch) -> UnmatchedPatch:
    target = patch.target
    return UnmatchedPatch(describe(target) if target is not None else "", target.at if target is not None else patch.at)


def _merged(resources: tuple[Resource, ...], indices: set[int], patch: Patch, document: Traced) -> tuple[Resource, ...]:
    result: list[Resource] = []
    for index, resource in enumerate(resources):
        tree: Traced | None = resource.tree
        if index in indices:
            tree = merge_object(resource.tree, document)
            tree = _renamed(tree, document, patch.allows) if tree is not None else None
        if tree is not None:
            result.append(resource if tree is resource.tree else resource.changed(tree))
    return tuple(result)


def _renamed(tree: Traced, document: Traced, allows: frozenset[str]) -> Traced:
    kind, name, metadata = document.get("kind"), document.get("metadata", "name"), tree.get("metadata")
    if "allowKindChange" in allows and kind is not None:
        tree = tree.with_field("kind", kind)
    if "allowNameChange" in allows and name is not None and metadata is not None:
        tree = tree.with_field("metadata", replace(metadata.with_field("name", name), at=metadata.at))
    return tree
