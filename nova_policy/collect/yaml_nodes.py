"""YAML as composed nodes: values for the engines, positions for people.

A document is parsed once; its nodes stay, so that any path can be turned into a line and column later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_schema import composer, integer
from nova_policy.model import Json, KeyPath, Location, Problem

_TAG = "tag:yaml.org,2002:"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEXT_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_CONTENT_BESIDE_MARKER = re.compile(r"^---[ \t]+(?![#\s]|[|>!&])\S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class DuplicateKey:
    """A mapping key that is given twice; the last one wins, as it would when applied."""

    key: str
    first: Location
    second: Location


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """One document of a YAML file. *contents* is plain JSON; *index* counts from 0 in the file."""

    path: str
    index: int
    node: yaml.Node = field(repr=False, compare=False)
    contents: Json
    duplicates: tuple[DuplicateKey, ...] = ()


@dataclass(frozen=True, slots=True)
class YamlFile:
    """What a file holds: its documents that could be read, and one problem per document that could not."""

    path: str
    documents: tuple[YamlDocument, ...]
    problems: tuple[Problem, ...]


class _Unreadable(Exception):  # noqa: N818 - carries a problem, is no error of its own
    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def load_yaml(
    data: bytes, path: str, limits: Limits, *, core_schema: bool = False, drop_nulls: bool = False
) -> YamlFile:
    """Read all documents of a file.

    *core_schema* reads YAML 1.2 (GitHub workflows), else as Kubernetes does. *drop_nulls* leaves out mapping
    entries that are null, as the API server does. Never raises for bad input: what cannot be read is a problem
    with its position in the file, and the documents before and after it are returned.
    """
    try:
        text = decode(data, path)
    except _Unreadable as error:
        return YamlFile(path, (), (error.problem,))
    documents: list[YamlDocument] = []
    problems: list[Problem] = []
    for index, item in enumerate(_compose_all(text, path, core_schema=core_schema)):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        if index >= limits.documents_per_file:
            where = _location(path, item)
            problems.append(
                Problem("NOVA-Y15", f"more than {limits.documents_per_file} documents", "split the file", where)
            )
            break
        builder = _Builder(path, limits, drop_nulls=drop_nulls)
        try:
            contents = builder.build(item)
        except _Unreadable as error:
            problems.append(error.problem)
            continue
        documents.append(YamlDocument(path, index, item, contents, tuple(builder.duplicates)))
    problems.extend(_beside_marker(text, path))
    return YamlFile(path, tuple(documents), tuple(problems))


def decode(data: bytes, path: str) -> str:
    """Return the text of a UTF-8 file, or raise with the line that is not text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        what = f"byte {error.start} is not UTF-8"
        raise _Unreadable(Problem("NOVA-Y08", what, "save the file as UTF-8", Location(path, line, column))) from None
    if control := _CONTROL.search(text):
        where = _text_location(path, text, control.start())
        raise _Unreadable(Problem("NOVA-Y11", "a control character", "remove it", where))
    return text


def _compose_all(text: str, path: str, *, core_schema: bool) -> Iterator[yaml.Node | Problem]:
    """Yield a node or a problem per document; after an error go on at the next document marker."""
    offset = 0
    loader_class = composer(core_schema=core_schema)
    while True:
        loader = loader_class("\n" * text.count("\n", 0, offset) + text[offset:])
        try:
            while loader.check_node():
                if (node := loader.get_node()) is not None:
                    yield node
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            line, column = (mark.line, mark.column) if mark else (0, 0)
            yield _syntax_problem(path, text, line, column, str(error.problem or error.context or "not YAML"))
            following = _NEXT_DOCUMENT.search(text, max(_line_start(text, line), offset + 1))
            if following is None:
                return
            offset = following.start()
        else:
            return
        finally:
            loader.dispose()


def _syntax_problem(path: str, text: str, line: int, column: int, problem: str) -> Problem:
    where = Location(path, line + 1, column + 1)
    lines = text.splitlines()
    indentation = re.match(r"\s*", lines[line])[0] if line < len(lines) else ""  # type: ignore[index]
    if "\t" in indentation or "'\\t'" in problem:
        return Problem("NOVA-Y07", "a tab indents this line", "use spaces", where)
    # The parser's message may quote input; only its fixed words before a quote are kept.
    words = re.split(r"[\"'`]", problem, maxsplit=1)[0].strip() or "not YAML"
    return Problem("NOVA-Y01", f"YAML syntax: {words}", "mend the syntax", where)


def _beside_marker(text: str, path: str) -> Iterator[Problem]:
    """Content on the line of a `---` is YAML, but kustomize and conftest drop what follows it."""
    for match in _CONTENT_BESIDE_MARKER.finditer(text):
        where = _text_location(path, text, match.start())
        yield Problem("NOVA-Y03", "a document begins on the line of its --- marker", "move it to the next line", where)
    if "\r" in text and "\n" not in text:
        yield Problem("NOVA-Y03", "lines end in carriage returns only", "save with LF line ends", Location(path, 1, 1))


def _line_start(text: str, line: int) -> int:
    """Offset of the 0-based *line*, or the end of the text."""
    offset = 0
    for _ in range(line):
        found = text.find("\n", offset)
        if found < 0:
            return len(text)
        offset = found + 1
    return offset


def _text_location(path: str, text: str, offset: int) -> Location:
    return Location(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))


def _location(path: str, node: yaml.Node) -> Location:
    return Location(path, node.start_mark.line + 1, node.start_mark.column + 1)


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
            return self._scalar(node)
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
            if key_node.tag == _TAG + "merge":
                self._merge(merged, value_node, depth)
                continue
            key = self._key(key_node)
            if key in seen:
                pair = _location(self._path, seen[key]), _location(self._path, key_node)
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
        if isinstance(node, yaml.ScalarNode) and node.tag == _TAG + "str":
            return str(node.value)
        raise self._error("Y18", node, "a key that is no string", "put it in quotes")

    def _check_tag(self, node: yaml.Node, name: str) -> None:
        if node.tag != _TAG + name:
            raise self._error("Y12", node, "a tag that is not known here", "use plain YAML")

    def _scalar(self, node: yaml.ScalarNode) -> Json:
        text: str = node.value
        match node.tag.removeprefix(_TAG):
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

    def _error(self, code: str, node: yaml.Node, what: str, remedy: str) -> _Unreadable:
        return _Unreadable(Problem(f"NOVA-{code}", what, remedy, _location(self._path, node)))


def walk(node: yaml.Node, path: KeyPath) -> tuple[yaml.Node, int]:
    """Follow *path* as far as it exists: the node that marks the place, and how many steps were taken.

    For a mapping entry the mark is its key, which is what a person looks for; for a list item the item.
    """
    mark, value = node, node
    for depth, step in enumerate(path):
        child = _child(value, step)
        if child is None:
            return mark, depth
        mark, value = child
    return mark, len(path)


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Node, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return node.value[step], node.value[step]
    if not isinstance(node, yaml.MappingNode):
        return None
    # The last duplicate wins, as it does for the value.
    for key, value in reversed(node.value):
        if key.value == step and key.tag != _TAG + "merge":
            return key, value
    for key, value in node.value:
        if key.tag == _TAG + "merge":
            sources = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for source in sources:
                if (found := _child(source, step)) is not None:
                    return found
    return None


def node_at(node: yaml.Node, path: KeyPath) -> yaml.Node | None:
    """Return the value node at *path*, or None where the path does not exist."""
    for step in path:
        child = _child(node, step)
        if child is None:
            return None
        node = child[1]
    return node


@dataclass(frozen=True, slots=True)
class NodeLocator:
    """Locates paths in one YAML document; the object's head follows as a related place.

    *prefix* leads from the document's root to the object (a `kind: List` holds several).
    *head* is the key whose line stands for the object as a whole.
    """

    path: str
    node: yaml.Node = field(repr=False, compare=False)
    prefix: KeyPath = ()
    head: str | None = None

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of *path*, or of the smallest block that should hold it, then the object's head."""
        start = node_at(self.node, self.prefix) or self.node
        head = _location(self.path, walk(start, (self.head,))[0]) if self.head else _location(self.path, start)
        mark, depth = walk(start, path)
        place = _location(self.path, mark) if depth else head
        return (place,) if place == head else (place, head)
