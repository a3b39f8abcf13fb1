"""YAML documents as plain JSON values, checked, with the nodes that know where each value is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from sys import intern

import yaml

from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_composing import Composition, NodeStore, UnreadableError, location
from nova_policy.collect.yaml_schema import MERGE, STRING, TAG, integer
from nova_policy.model import Json, Location, Problem


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A mapping key that is given twice; the last one wins, as it would when applied."""

    key: str
    first: Location
    second: Location


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One document of a YAML file. *contents* is plain JSON; *index* counts from 0 in the file."""

    composition: Composition = field(repr=False, compare=False)
    index: int
    contents: Json
    duplicates: tuple[DuplicateKey, ...] = ()

    @property
    def path(self) -> str:
        """The file."""
        return self.composition.path

    @property
    def node(self) -> yaml.Node:
        """The node of the document, with its places."""
        return self.composition.node(self.index)


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file holds: its documents that could be read, and one problem per document that could not."""

    path: str
    documents: tuple[YamlDocument, ...]
    problems: tuple[Problem, ...]


def load_yaml(
    data: bytes,
    path: str,
    limits: Limits,
    *,
    core_schema: bool = False,
    drop_nulls: bool = False,
    store: NodeStore | None = None,
) -> YamlFile:
    """Read all documents of a file.

    *core_schema* reads YAML 1.2 (GitHub workflows), else as Kubernetes does. *drop_nulls* leaves out mapping
    entries that are null, as the API server does. A *store* keeps nodes for as long as it has room.
    Never raises for bad input: what cannot be read is a problem with its position in the file, and the documents
    before and after it are returned.
    """
    most = limits.documents_per_file
    composition = Composition(data, path, most, core_schema, **({"store": store} if store else {}))
    try:
        parts = composition.parts()
    except UnreadableError as error:
        return YamlFile(path, (), (error.problem,))
    documents: list[YamlDocument] = []
    problems: list[Problem] = []
    for index, part in enumerate(parts):
        if isinstance(part, Problem):
            problems.append(part)
        elif index >= most:
            problems.append(Problem("NOVA-Y15", f"more than {most} documents", "split the file", location(path, part)))
        else:
            builder = _Builder(path, limits, drop_nulls=drop_nulls)
            try:
                contents = builder.build(part)
            except UnreadableError as error:
                problems.append(error.problem)
                continue
            documents.append(YamlDocument(composition, index, contents, tuple(builder.duplicates)))
    return YamlFile(path, tuple(documents), tuple(problems))


class _Builder:
    """Turns composed nodes into JSON, counting every node that aliases expand to."""

    def __init__(self, path: str, limits: Limits, *, drop_nulls: bool) -> None:
        self._path = path
        self._limits = limits
        self._drop_nulls = drop_nulls
        self._shared: dict[int, tuple[Json, int]] = {}
        self._open: set[int] = set()
        self._count = 0
        self.duplicates: list[DuplicateKey] = []

    def build(self, node: yaml.Node, depth: int = 0) -> Json:
        if isinstance(node, yaml.ScalarNode):
            self._count += 1
            return intern(node.value) if node.tag == STRING else self._scalar(node)
        if (known := self._shared.get(id(node))) is not None:
            self._add(known[1], node)
            return known[0]
        if id(node) in self._open:
            raise self._error("Y05", node, "an alias refers to itself", "break the cycle")
        if depth > self._limits.document_depth:
            raise self._error("Y05", node, f"nested deeper than {self._limits.document_depth}", "flatten it")
        self._open.add(id(node))
        before = self._count
        self._add(1, node)
        value: Json
        if isinstance(node, yaml.MappingNode):
            value = self._mapping(node, depth)
        else:
            self._check_tag(node, "seq")
            value = [self.build(item, depth + 1) for item in node.value]
        self._open.discard(id(node))
        self._shared[id(node)] = (value, self._count - before)
        return value

    def _add(self, count: int, node: yaml.Node) -> None:
        self._count += count
        if self._count > self._limits.document_nodes:
            what = f"aliases expand to more than {self._limits.document_nodes} nodes"
            raise self._error("Y05", node, what, "write it out, or raise limits.document_nodes")

    def _mapping(self, node: yaml.MappingNode, depth: int) -> Json:
        self._check_tag(node, "map")
        result: dict[str, Json] = {}
        merged: dict[str, Json] = {}
        seen: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            if key_node.tag == MERGE:
                self._merge(merged, value_node, depth)
                continue
            key = self._key(key_node)
            if key in seen:
                pair = location(self._path, seen[key]), location(self._path, key_node)
                self.duplicates.append(DuplicateKey(key, *pair))
                result.pop(key, None)
            seen[key] = key_node
            value = self.build(value_node, depth + 1)
            if value is not None or not self._drop_nulls:
                result[key] = value
        return {**merged, **result} if merged else result

    def _merge(self, merged: dict[str, Json], node: yaml.Node, depth: int) -> None:
        sources = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for source in sources:
            value = self.build(source, depth + 1)
            if not isinstance(value, dict):
                raise self._error("Y20", source, "a merge key that is no mapping", "merge a mapping")
            for key, item in value.items():
                merged.setdefault(key, item)

    def _key(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode) and node.tag == STRING:
            return intern(node.value)
        raise self._error("Y18", node, "a key that is no string", "put it in quotes")

    def _check_tag(self, node: yaml.Node, name: str) -> None:
        if node.tag != TAG + name:
            raise self._error("Y12", node, "a tag that is not known here", "use plain YAML")

    def _scalar(self, node: yaml.ScalarNode) -> Json:
        text: str = node.value
        match node.tag.removeprefix(TAG):
            case "str":
                return text
            case "null":
                return None
            case "bool":
                return text.lower() in {"true", "yes", "on"}
            case "int" if re.fullmatch(r"[-+]?[0-9a-fA-FxXob_]+", text):
                return self._integer(node, text)
            case "float":
                return self._float(node, text)
            case "merge":
                return text
            case "binary" | "timestamp":
                return text
        raise self._error("Y12", node, "a tag that is not known here", "use plain YAML")

    def _integer(self, node: yaml.Node, text: str) -> int:
        try:
            return integer(text)
        except ValueError:
            raise self._error("Y18", node, "a number that cannot be read", "write it in decimal") from None

    def _float(self, node: yaml.Node, text: str) -> float:
        try:
            value = float(text.replace("_", ""))
        except ValueError:
            value = float("nan")
        if value != value or value in {float("inf"), float("-inf")}:
            raise self._error("Y18", node, "a number that JSON cannot hold", "write a finite number")
        return value

    def _error(self, code: str, node: yaml.Node, what: str, remedy: str) -> UnreadableError:
        return UnreadableError(Problem(f"NOVA-{code}", what, remedy, location(self._path, node)))
