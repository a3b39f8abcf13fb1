"""YAML that is no Kubernetes object: its contents with places, also within a scalar of another file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from nova_policy.collect.files import Files, decode_text
from nova_policy.collect.limits import Limits
from nova_policy.collect.node_text import NodeText, node_text
from nova_policy.collect.yaml_nodes import load_yaml
from nova_policy.collect.yaml_places import node_at, walk
from nova_policy.model import Json, KeyPath, Location, Problem


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed YAML text. *contents* is a mapping, empty where it holds none.

    *outer* is set for YAML within a scalar of another file, such as a ConfigMap's: places are then those of that file.
    """

    path: str
    contents: Mapping[str, Json]
    node: yaml.Node = field(repr=False, compare=False)
    lines: tuple[str, ...] = field(repr=False, compare=False)
    outer: NodeText | None = field(default=None, repr=False, compare=False)
    marks: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = field(default_factory=dict, repr=False, compare=False)

    def at(self, path: KeyPath) -> Location:
        """Return where *path* is written: the key of an entry, the beginning of an item."""
        mark = self._mark(path)
        line, column = mark.start_mark.line, mark.start_mark.column
        if self.outer is not None:
            return self.outer.at_row(line, column)
        return Location(self.path, line + 1, column + 1)

    def _mark(self, path: KeyPath) -> yaml.Node:
        """Find the node that marks a path as `walk` does; mappings are indexed, since facts ask for all their keys."""
        mark = value = self.node
        for step in path:
            if isinstance(value, yaml.MappingNode) and isinstance(step, str):
                found = self._index(value).get(step)
            elif isinstance(value, yaml.SequenceNode) and isinstance(step, int) and step < len(value.value):
                found = (value.value[step], value.value[step])
            else:
                found = None
            if found is None:
                return walk(self.node, path)[0]
            mark, value = found
        return mark

    def _index(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        if id(node) not in self.marks:
            self.marks[id(node)] = {str(key.value): (key, item) for key, item in node.value}
        return self.marks[id(node)]

    def text(self, path: KeyPath) -> NodeText | None:
        """Return the scalar at *path* with the places of its lines."""
        node = node_at(self.node, path)
        return node_text(self.path, self.lines, node) if isinstance(node, yaml.ScalarNode) else None

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


def read_within(text: NodeText, limits: Limits) -> Source | None:
    """Parse YAML that is the value of a scalar; None where it is no mapping."""
    parsed = load_yaml(text.text.encode(), text.path, limits, core_schema=True)
    if not parsed.documents or not isinstance(parsed.documents[0].contents, Mapping):
        return None
    document = parsed.documents[0]
    return Source(text.path, mapping(document.contents), document.node, tuple(text.text.split("\n")), text)


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
