"""YAML texts as composed nodes, which know their places; memory keeps those of the files used last."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import TypeAlias

import yaml

from nova_policy.collect.yaml_schema import composer
from nova_policy.model import Location, Problem

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEXT_DOCUMENT = re.compile(r"^---(?=\s|$)", re.MULTILINE)
_CONTENT_BESIDE_MARKER = re.compile(r"^---[ \t]+(?![#\s]|[|>!&])\S", re.MULTILINE)


Part: TypeAlias = yaml.Node | Problem


class UnreadableError(Exception):
    """A text, or a document of it, cannot be read; *problem* says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


class NodeStore:
    """Keeps the nodes of the files used last, *size* bytes of text in all; nodes take forty times that.

    Of more files than have room it keeps a quarter of that: whoever goes through all of them comes too late anyway.
    """

    def __init__(self, size: int) -> None:
        self._size = self._room = size
        self._kept: OrderedDict[int, tuple[Composition, list[Part]]] = OrderedDict()
        self._used = 0
        self._lock = Lock()

    def get(self, composition: Composition) -> list[Part] | None:
        """Return the nodes of a composition; None when they are not kept."""
        with self._lock:
            if id(composition) not in self._kept:
                return None
            self._kept.move_to_end(id(composition))
            return self._kept[id(composition)][1]

    def put(self, composition: Composition, nodes: list[Part]) -> None:
        """Keep the nodes of a composition, of all others those that have room."""
        with self._lock:
            self._kept[id(composition)] = composition, nodes
            self._used += len(composition.data)
            if self._used > self._size:
                self._room = self._size // 4
            while self._used > self._room and len(self._kept) > 1:
                _, (oldest, _) = self._kept.popitem(last=False)
                self._used -= len(oldest.data)


@dataclass(frozen=True, slots=True, eq=False)
class Composition:
    """A YAML text whose nodes are composed when they are asked for, again where the *store* no longer keeps them.

    By default it is its own store's only one. No more than *most* documents, and one to show it, are composed.
    """

    data: bytes = field(repr=False)
    path: str
    most: int
    core_schema: bool = False
    store: NodeStore = field(default_factory=lambda: NodeStore(0), repr=False)

    def parts(self) -> list[Part]:
        """Return a node per document or, where a document is no YAML, the problem; more problems may follow.

        Raises UnreadableError for what is no text.
        """
        known = self.store.get(self)
        if known is None:
            text = decode(self.data, self.path)
            documents = islice(_compose_all(text, self.path, core_schema=self.core_schema), self.most + 1)
            known = [*documents, *_beside_marker(text, self.path)]
            self.store.put(self, known)
        return known

    def node(self, index: int) -> yaml.Node:
        """Return a part that is a node."""
        part = self.parts()[index]
        assert isinstance(part, yaml.Node)  # noqa: S101 - documents are made of nodes only
        return part


def location(path: str, node: yaml.Node) -> Location:
    """Return where a node begins."""
    return Location(path, node.start_mark.line + 1, node.start_mark.column + 1)


def decode(data: bytes, path: str) -> str:
    """Return the text of a UTF-8 file, or raise with the line that is not text."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        where = Location(path, line, column)
        problem = Problem("NOVA-Y08", f"byte {error.start} is not UTF-8", "save the file as UTF-8", where)
        raise UnreadableError(problem) from None
    if control := _CONTROL.search(text):
        where = _text_location(path, text, control.start())
        raise UnreadableError(Problem("NOVA-Y11", "a control character", "remove it", where))
    return text


def _compose_all(text: str, path: str, *, core_schema: bool) -> Iterator[Part]:
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
