"""One kustomization file: its fields, each with its place."""

from __future__ import annotations

import difflib
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass

from nova_policy.collect.kustomize.traced import Traced, trace
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.model import Location

FILE_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
DEPRECATED = {
    "bases": "resources",
    "commonLabels": "labels",
    "imageTags": "images",
    "patchesJson6902": "patches",
    "patchesStrategicMerge": "patches",
    "vars": "replacements",
}
"""What `kustomize build` warns about, and what it names instead."""

FIELDS = frozenset(
    {
        "apiVersion",
        "bases",
        "buildMetadata",
        "commonAnnotations",
        "commonLabels",
        "components",
        "configMapGenerator",
        "configurations",
        "crds",
        "generatorOptions",
        "generators",
        "helmChartInflationGenerator",
        "helmCharts",
        "helmGlobals",
        "imageTags",
        "images",
        "kind",
        "labels",
        "metadata",
        "namePrefix",
        "nameSuffix",
        "namespace",
        "openapi",
        "patches",
        "patchesJson6902",
        "patchesStrategicMerge",
        "replacements",
        "replicas",
        "resources",
        "secretGenerator",
        "sortOptions",
        "transformers",
        "validators",
        "vars",
    }
)


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A top-level field that kustomize refuses, with the known one of the nearest name."""

    field: str
    suggestion: str | None
    at: Location


@dataclass(frozen=True, slots=True)
class Kustomization:
    """A kustomization file that could be read; *folder* is `.` for the root of the tree."""

    folder: str
    path: str
    tree: Traced

    @property
    def at(self) -> Location:
        """The place that stands for the whole file: its first field."""
        return self.tree.at

    @property
    def component(self) -> bool:
        """Whether it is a Component, which is only applied where a kustomization names it."""
        return self.tree.text("kind") == "Component"

    def entries(self, *fields: str) -> tuple[Traced, ...]:
        """Return the items of list fields, one field after the other."""
        nodes = (self.tree.get(field) for field in fields)
        return tuple(item for node in nodes if node is not None for item in node.items or ())

    def deprecated(self) -> tuple[tuple[str, Location], ...]:
        """Return the deprecated fields in use."""
        fields = self.tree.fields or {}
        return tuple((field, node.at) for field, node in fields.items() if field in DEPRECATED)

    def unknown(self) -> tuple[UnknownField, ...]:
        """Return the fields that kustomize does not know; like kustomize's decoder this does not mind letter case."""
        known = {field.lower(): field for field in FIELDS}
        found = []
        for field, node in (self.tree.fields or {}).items():
            if field.lower() not in known:
                nearest = difflib.get_close_matches(field.lower(), sorted(known), n=1)
                found.append(UnknownField(field, known[nearest[0]] if nearest else None, node.at))
        return tuple(found)


def find_kustomizations(tree: Tree) -> Mapping[str, tuple[str, ...]]:
    """Return the kustomization files of every folder that has one, folders and files sorted."""
    found: dict[str, list[str]] = {}
    for path in sorted(tree.files):
        folder, name = posixpath.split(path)
        if name in FILE_NAMES:
            found.setdefault(folder or ".", []).append(path)
    return {folder: tuple(found[folder]) for folder in sorted(found)}


def read_kustomization(tree: Tree, folder: str, path: str) -> Kustomization:
    """Return the kustomization; one without fields where the file is empty or cannot be read."""
    file = tree.yaml(path)
    if file is None or not file.documents or not isinstance(file.documents[0].contents, Mapping):
        return Kustomization(folder, path, Traced(Location(path, 1), fields={}))
    return Kustomization(folder, path, trace(file.documents[0]))
