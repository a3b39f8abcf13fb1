"""The `replacements` of a kustomization: values copied from one object into others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.selector import NotFollowed, selects
from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree, join

_STEP = re.compile(r"\[[^\]]*\]|(?:\\.|[^.\[\\])+")
_DEFAULT_FIELD = "metadata.name"


def apply_replacements(
    tree: Tree, kustomization: Kustomization, resources: tuple[Resource, ...]
) -> tuple[Resource, ...]:
    """Mark what replacements set: each value at the line of the replacement that names its field."""
    for replacement in _replacements(tree, kustomization):
        value = _source_value(resources, replacement)
        for target in _items(replacement.get("targets")):
            resources = tuple(_replaced(resource, target, value) for resource in resources)
    return resources


def _replacements(tree: Tree, kustomization: Kustomization) -> Iterator[Traced]:
    for entry in kustomization.entries("replacements"):
        path = entry.get("path")
        if path is None:
            yield entry
            continue
        file = tree.yaml(join(kustomization.folder, str(path.value)))
        for document in file.documents if file is not None else ():
            listed = trace(document)
            yield from listed.items if listed.items is not None else (listed,)


def _source_value(resources: Sequence[Resource], replacement: Traced) -> Traced | None:
    """Return the value that is copied, None where it is changed on the way or cannot be found."""
    source = replacement.get("source")
    if source is None:
        return replacement.get("sourceValue")
    if source.get("options") is not None:
        return None
    for resource in resources:
        identities = (*resource.previous, resource.current)
        wanted = {key: source.text(key) for key in ("group", "version", "kind", "name", "namespace")}
        if any(all(not text or getattr(known, key) == text for key, text in wanted.items()) for known in identities):
            node: Traced | None = resource.tree
            for step in _steps(source.text("fieldPath") or _DEFAULT_FIELD):
                node = None if node is None else next(iter(_children(node, step)), (0, None))[1]
            return node
    return None


def _replaced(resource: Resource, target: Traced, value: Traced | None) -> Resource:
    selector = target.get("select")
    try:
        chosen = selector is not None and selects(selector, resource)
        chosen = chosen and not any(selects(reject, resource) for reject in _items(target.get("reject")))
    except NotFollowed:
        return resource
    if not chosen:
        return resource
    exact = value is not None and target.get("options", "delimiter") is None
    create = target.get("options", "create")
    paths = _items(target.get("fieldPaths")) or (Traced(target.at, value=_DEFAULT_FIELD),)
    tree = resource.tree
    for path in paths:
        copied = replace(value, at=path.at) if exact and value is not None else Traced(path.at, exact=False)
        tree = _put(tree, _steps(str(path.value)), copied, create=create is not None and create.value is True)
    return resource.changed(tree)


def _put(node: Traced, steps: tuple[str, ...], value: Traced, *, create: bool) -> Traced:
    if not steps:
        return value
    if node.fields is not None and steps[0] not in node.fields and create:
        below = value if len(steps) == 1 else _put(Traced(value.at, fields={}), steps[1:], value, create=True)
        return node.with_field(steps[0], below)
    for key, child in _children(node, steps[0]):
        new = _put(child, steps[1:], value, create=create)
        if isinstance(key, str):
            node = node.with_field(key, new)
        elif node.items is not None:
            node = replace(node, items=(*node.items[:key], new, *node.items[key + 1 :]))
    return node


def _children(node: Traced, step: str) -> list[tuple[str | int, Traced]]:
    """Return the entries that one step of a field path leads to: a key, an index, `*` or `[name=web]`."""
    if node.items is None:
        keys: tuple[str, ...] = tuple(node.fields or {}) if step == "*" else (step,)
        return [(key, child) for key in keys if (child := node.child(key)) is not None]
    if step == "*":
        return list(enumerate(node.items))
    if step.startswith("["):
        key, _, wanted = step[1:-1].partition("=")
        chosen = (lambda item: item.text(key) == wanted) if key else (lambda item: str(item.value) == wanted)
        return [(index, item) for index, item in enumerate(node.items) if chosen(item)]
    return [(int(step), node.items[int(step)])] if step.isdecimal() and int(step) < len(node.items) else []


def _steps(path: str) -> tuple[str, ...]:
    return tuple(re.sub(r"\\(.)", r"\1", step) for step in _STEP.findall(path))


def _items(node: Traced | None) -> tuple[Traced, ...]:
    return (node.items or ()) if node is not None else ()
