"""Values that remember where they were written, so that a rendered value can be led back to its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import yaml

from nova_policy.collect.yaml_nodes import YamlDocument
from nova_policy.collect.yaml_places import node_at, walk
from nova_policy.collect.yaml_schema import MERGE, TAG
from nova_policy.model import Json, KeyPath, Location

_NULL = f"{TAG}null"

Scalar: TypeAlias = bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Traced:
    """One value: a scalar in *value*, a mapping in *fields* or a list in *items*.

    *at* is where it stands: the key of a mapping entry, else the value. *removed* are keys that a patch took away,
    each with the place that says so. Where *exact* is false the value itself is not known, only its place.
    """

    at: Location
    value: Scalar = None
    fields: Mapping[str, Traced] | None = None
    items: tuple[Traced, ...] | None = None
    removed: Mapping[str, Location] | None = None
    exact: bool = True

    @property
    def is_null(self) -> bool:
        """Whether it is a null, which in a patch means: remove."""
        return self.fields is None and self.items is None and self.value is None and self.exact

    def get(self, *path: str | int) -> Traced | None:
        """Return what lies at *path* below, or None."""
        node: Traced | None = self
        for step in path:
            if node is None:
                return None
            node = node.child(step)
        return node

    def child(self, step: str | int) -> Traced | None:
        """Return the entry of a mapping or the item of a list, or None."""
        if isinstance(step, str):
            return self.fields.get(step) if self.fields is not None else None
        return self.items[step] if self.items is not None and 0 <= step < len(self.items) else None

    def text(self, *path: str | int) -> str:
        """Return the string at *path*, empty where there is none."""
        node = self.get(*path)
        return node.value if node is not None and isinstance(node.value, str) else ""

    def with_field(self, key: str, child: Traced) -> Traced:
        """Return the mapping with one entry set; what is no mapping becomes one."""
        removed = {name: at for name, at in (self.removed or {}).items() if name != key}
        return Traced(self.at, None, {**(self.fields or {}), key: child}, None, removed, self.exact)

    def without_field(self, key: str, by: Location) -> Traced:
        """Return the mapping without one entry, remembering that *by* removed it."""
        fields = {name: child for name, child in (self.fields or {}).items() if name != key}
        return replace(self, fields=fields, removed={**(self.removed or {}), key: by})

    def plain(self) -> Json:
        """Return the value as JSON."""
        if self.fields is not None:
            return {key: child.plain() for key, child in self.fields.items()}
        return [item.plain() for item in self.items] if self.items is not None else self.value


def trace(document: YamlDocument, path: KeyPath = (), *, fixed: Location | None = None) -> Traced:
    """Return the value at *path* of a document with the places of all its parts.

    *fixed* stands for every place in text whose lines are no lines of the file (folded or quoted scalars).
    """
    node = node_at(document.node, path)
    contents: Json = document.contents
    for step in path:
        contents = contents[step]  # type: ignore[index]
    if node is None:
        raise KeyError(path)
    mark, _ = walk(document.node, path)
    return _Tracer(document.path, fixed).value(node, contents, mark)


class _Tracer:
    def __init__(self, path: str, fixed: Location | None) -> None:
        self._path = path
        self._fixed = fixed
        self._shared: dict[int, Traced] = {}

    def value(self, node: yaml.Node, contents: Json, mark: yaml.Node) -> Traced:
        known = self._shared.get(id(node))
        if known is None:
            known = self._value(node, contents)
            self._shared[id(node)] = known
        at = self._place(mark)
        if known.at == at:
            return known
        # Every entry of a mapping comes here; replace() would take three times as long.
        return Traced(at, known.value, known.fields, known.items, known.removed, known.exact)

    def _value(self, node: yaml.Node, contents: Json) -> Traced:
        at = self._place(node)
        if isinstance(contents, Mapping):
            return Traced(at, fields=self._fields(node, contents))
        if isinstance(contents, list | tuple):
            children = zip(node.value, contents, strict=True)
            return Traced(at, items=tuple(self.value(child, item, child) for child, item in children))
        return Traced(at, value=contents if isinstance(contents, bool | int | float | str) else None)

    def _fields(self, node: yaml.Node, contents: Mapping[str, Json]) -> dict[str, Traced]:
        entries = {key.value: (key, value) for key, value in node.value if key.tag != MERGE}
        fields: dict[str, Traced] = {}
        # Nulls may have been dropped from the contents, but in a patch they are orders to remove.
        for name, (key, value) in entries.items():
            if name in contents or value.tag == _NULL:
                fields[name] = self.value(value, contents.get(name), key)
        for name in contents:
            if name not in fields and (merged := node_at(node, (name,))) is not None:
                fields[name] = self.value(merged, contents[name], walk(node, (name,))[0])
        return fields

    def _place(self, node: yaml.Node) -> Location:
        if self._fixed is not None:
            return self._fixed
        mark = node.start_mark
        return Location(self._path, mark.line + 1, mark.column + 1)
