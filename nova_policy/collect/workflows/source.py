"""Workflow and action files: their contents with places, and the files that they refer to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from nova_policy.collect.files import Files, decode_text, normalise
from nova_policy.collect.node_text import NodeText, node_text
from nova_policy.collect.yaml_nodes import load_yaml, node_at, walk
from nova_policy.model import Document, InputKind, Json, KeyPath, Location, Problem

_ACTION_NAMES = ("action.yml", "action.yaml")


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed file. *contents* is a mapping, empty where the file holds none."""

    path: str
    contents: Mapping[str, Json]
    node: yaml.Node = field(repr=False, compare=False)
    lines: tuple[str, ...] = field(repr=False, compare=False)

    def at(self, path: KeyPath) -> Location:
        """Return where *path* is written: the key of an entry, the beginning of an item."""
        mark, _ = walk(self.node, path)
        return Location(self.path, mark.start_mark.line + 1, mark.start_mark.column + 1)

    def text(self, path: KeyPath) -> NodeText | None:
        """Return the scalar at *path* with the places of its lines."""
        node = node_at(self.node, path)
        return node_text(self.path, list(self.lines), node) if isinstance(node, yaml.ScalarNode) else None

    def scalars(self) -> Iterator[tuple[KeyPath, yaml.ScalarNode]]:
        """Yield every scalar value in the order of the file; what an alias repeats comes once."""
        yield from _scalars(self.node, (), set())


def _scalars(node: yaml.Node, path: KeyPath, seen: set[int]) -> Iterator[tuple[KeyPath, yaml.ScalarNode]]:
    if isinstance(node, yaml.ScalarNode):
        yield path, node
    elif id(node) not in seen:
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from _scalars(value, (*path, str(key.value)), seen)
        else:
            for index, value in enumerate(node.value):
                yield from _scalars(value, (*path, index), seen)


@dataclass(frozen=True, slots=True)
class PlaceLocator:
    """Locates a path of a workflow at its place alone: a file's first line tells nobody anything."""

    source: Source

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of *path*, or of the smallest block that should hold it."""
        return (self.source.at(path),)


def is_workflow(path: str) -> bool:
    """Tell whether GitHub reads the file as a workflow: only directly in the root's `.github/workflows`."""
    folder, _, name = path.rpartition("/")
    return folder == ".github/workflows" and name.endswith((".yml", ".yaml"))


def is_action(path: str) -> bool:
    """Tell whether the file defines an action of this repository."""
    return path in _ACTION_NAMES or (path.startswith(".github/") and path.rpartition("/")[2] in _ACTION_NAMES)


def is_buildspec(path: str) -> bool:
    """Tell whether the file is an AWS CodeBuild specification."""
    name = path.rpartition("/")[2]
    return name.startswith("buildspec") and name.endswith((".yml", ".yaml"))


def read_source(files: Files, path: str) -> tuple[Source | None, tuple[Problem, ...]]:
    """Parse a file by YAML 1.2; None where its first document is no mapping or cannot be read."""
    data = files.read(path)
    parsed = load_yaml(data, path, files.limits, core_schema=True)
    text = decode_text(data, path)
    if not parsed.documents or isinstance(text, Problem):
        return None, parsed.problems
    document = parsed.documents[0]
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    return Source(path, contents, document.node, tuple(text.split("\n"))), parsed.problems


def to_document(source: Source, kind: InputKind) -> Document:
    """Return the file as a document of the room `workflow`."""
    return Document(source.path, kind, source.contents, PlaceLocator(source))


def local_action(files: Files, reference: str) -> str | None:
    """Return the file of the action that `uses: ./folder` means, None when it is not there."""
    folder = normalise(reference)
    for name in _ACTION_NAMES:
        path = name if folder in {None, "."} else f"{folder}/{name}"
        if folder is not None and path in files.known:
            return path
    return None


def mapping(value: Json) -> Mapping[str, Json]:
    """Return *value* where it is a mapping, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def items(value: Json) -> list[Json]:
    """Return a list's items, a lone value as the only one, nothing for null."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def scalar(value: Json) -> str:
    """Return a scalar as GitHub writes it into text: `true`, `5`, and nothing for null."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, (Mapping, list)) else str(value)
