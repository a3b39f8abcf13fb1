"""What a reference of a kustomization leads to, or why kustomize stops there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from nova_policy.collect.kustomize.guard import refuse_path
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.references import Reference, Role
from nova_policy.collect.kustomize.resource import Fault, Resource
from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.yaml_nodes import YamlDocument
from nova_policy.model import Json, KeyPath, Location

_SYNTAX = ("NOVA-Y01", "NOVA-Y07", "NOVA-Y08", "NOVA-Y11")


def read_resources(
    tree: Tree, kustomization: Kustomization, reference: Reference
) -> tuple[tuple[Resource, ...], tuple[Fault, ...]]:
    """Return the objects of a resource file and what kustomize will not accept in it."""
    faults = list(missing_reference(tree, kustomization, reference))
    file = tree.yaml(reference.target or "")
    if file is None or tree.kind(reference.target or "") != "file":
        return (), tuple(faults)
    resources: list[Resource] = []
    for document in file.documents:
        objects = list(object_trees(document))
        resources.extend(Resource(trace_of, head_of(trace_of)) for trace_of in objects)
        faults.extend(_document_faults(document, objects))
    if any(problem.code in _SYNTAX for problem in file.problems):
        message = f"{reference.field}: {reference.target} is no YAML"
        faults.append(Fault(message, reference.at, ("yaml", reference.written)))
    return tuple(resources), tuple(faults)


def object_trees(document: YamlDocument) -> Iterator[Traced]:
    """Yield the objects of a document with the places of all their parts."""
    for path, _ in objects_in(document):
        yield trace(document, path)


def objects_in(document: YamlDocument) -> Iterator[tuple[KeyPath, Mapping[str, Json]]]:
    """Yield where the objects of a document begin, and their contents: itself, or the items of a `kind: List`."""
    contents = document.contents
    if not isinstance(contents, Mapping):
        return
    items = contents.get("items")
    if str(contents.get("kind", "")).endswith("List") and isinstance(items, Sequence) and not isinstance(items, str):
        for index, item in enumerate(items):
            if isinstance(item, Mapping):
                yield ("items", index), item
    elif contents:
        yield (), contents


def missing_reference(tree: Tree, kustomization: Kustomization, reference: Reference) -> Iterator[Fault]:
    """Yield a fault where a reference leads nowhere, or where kustomize may not follow it."""
    target = reference.target
    if target is None or refuse_path(tree, target, reference.written, reference.at):
        return
    kind = tree.kind(target)
    inside = kustomization.folder == "." or target.startswith(f"{kustomization.folder}/")
    folders = reference.role in (Role.RESOURCE, Role.COMPONENT, Role.PLUGIN)
    if kind is None:
        yield Fault(f"{reference.field}: {target} does not exist", reference.at, (target, "no such file"))
    elif kind == "file" and reference.role is Role.COMPONENT:
        yield Fault(f"components: {target} is a file, not a folder", reference.at, (target,))
    elif kind == "file" and not inside:
        message = (
            f"{reference.field}: {target} lies outside of {kustomization.folder}, kustomize loads no file from there"
        )
        yield Fault(message, reference.at, ("security", target))
    elif kind == "directory" and not folders:
        yield Fault(f"{reference.field}: {target} is a folder, not a file", reference.at, (target,))
    elif kind == "directory" and reference.role is Role.COMPONENT:
        yield Fault(f"components: {target} holds no Component", reference.at, (target,))
    elif kind == "directory" and reference.role is Role.RESOURCE:
        message = f"{reference.field}: {target} has no kustomization file"
        yield Fault(message, reference.at, (target, "unable to find one of"))


def _document_faults(document: YamlDocument, objects: Sequence[Traced]) -> Iterator[Fault]:
    for duplicate in document.duplicates:
        message = f"{duplicate.key} is given twice, first in line {duplicate.first.line}"
        yield Fault(message, duplicate.second, (f'"{duplicate.key}" already defined',), certain=False)
    for tree in objects:
        for path in (("kind",), ("apiVersion",), ("metadata", "name")):
            generated = path[-1] == "name" and tree.text("metadata", "generateName")
            if not tree.text(*path) and not generated:
                evidence = ("missing", path[-1])
                yield Fault(f"an object in {document.path} has no {'.'.join(path)}", head_of(tree), evidence)


def head_of(tree: Traced) -> Location:
    """Return the line that stands for an object: its `kind`."""
    kind = tree.get("kind")
    return kind.at if kind is not None else tree.at


def field_faults(kustomization: Kustomization) -> tuple[Fault, ...]:
    """Return what kustomize refuses in the fields themselves."""
    if not kustomization.tree.fields:
        return (Fault("the kustomization is empty", kustomization.at, ("is empty",)),)
    faults = []
    for unknown in kustomization.unknown():
        nearest = f"; the nearest field is {unknown.suggestion}" if unknown.suggestion else ""
        message = f"kustomize knows no field {unknown.field}{nearest}"
        faults.append(Fault(message, unknown.at, (f'unknown field "{unknown.field}"',)))
    return tuple(faults)
