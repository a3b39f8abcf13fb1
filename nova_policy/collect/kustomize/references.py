"""Every file, folder and inline text that a kustomization names, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.collect.kustomize.tree import join
from nova_policy.model import Location


class Role(StrEnum):
    """What a kustomization does with what it names."""

    RESOURCE = "resource"
    COMPONENT = "component"
    PATCH = "patch"
    PLUGIN = "plugin"
    INPUT = "input"


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry. *target* is relative to the root and may lead out of it; None for text written in place."""

    field: str
    role: Role
    written: str
    target: str | None
    at: Location
    node: Traced


_PATHS = {
    "resources": Role.RESOURCE,
    "bases": Role.RESOURCE,
    "components": Role.COMPONENT,
    "crds": Role.INPUT,
    "configurations": Role.INPUT,
}
_PATH_OR_TEXT = {
    "patchesStrategicMerge": Role.PATCH,
    "generators": Role.PLUGIN,
    "transformers": Role.PLUGIN,
    "validators": Role.PLUGIN,
}
_PATH_OF_ENTRY = {"patches": Role.PATCH, "patchesJson6902": Role.PATCH, "replacements": Role.INPUT}
_GENERATORS = ("configMapGenerator", "secretGenerator")
_SOURCES = ("files", "envs", "env")
_INLINE = re.compile(r"\n|:\s|^\s*[\[{]")


def find_references(kustomization: Kustomization) -> tuple[Reference, ...]:
    """Return all references in the order of the file."""
    found = (*_listed(kustomization), *_of_entries(kustomization), *_of_generators(kustomization))
    return tuple(sorted(found, key=lambda reference: (reference.at, reference.field)))


def _listed(kustomization: Kustomization) -> Iterator[Reference]:
    for field, role in {**_PATHS, **_PATH_OR_TEXT}.items():
        for item in kustomization.entries(field):
            if isinstance(item.value, str):
                inline = field in _PATH_OR_TEXT and bool(_INLINE.search(item.value))
                yield _reference(kustomization, field, role, item, inline=inline)


def _of_entries(kustomization: Kustomization) -> Iterator[Reference]:
    for field, role in _PATH_OF_ENTRY.items():
        for entry in kustomization.entries(field):
            if (path := entry.get("path")) is not None and isinstance(path.value, str):
                yield _reference(kustomization, field, role, path)
            elif (patch := entry.get("patch")) is not None and isinstance(patch.value, str):
                yield _reference(kustomization, field, role, patch, inline=True)
    schema = kustomization.tree.get("openapi", "path")
    if schema is not None and isinstance(schema.value, str):
        yield _reference(kustomization, "openapi", Role.INPUT, schema)


def _of_generators(kustomization: Kustomization) -> Iterator[Reference]:
    for field in _GENERATORS:
        for entry in kustomization.entries(field):
            for key in _SOURCES:
                node = entry.get(key)
                for item in (node.items or (node,)) if node is not None else ():
                    if isinstance(item.value, str):
                        yield _reference(kustomization, field, Role.INPUT, item, named=key == "files")


def _reference(
    kustomization: Kustomization, field: str, role: Role, node: Traced, *, inline: bool = False, named: bool = False
) -> Reference:
    written = str(node.value)
    if inline:
        return Reference(field, role, written, None, node.at, node)
    path = written.rpartition("=")[2] if named else written
    return Reference(field, role, path, join(kustomization.folder, path), node.at, node)
