"""Configuration that is commented out: which keys, where, and never their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.facts import fact, place
from nova_policy.model import Document, Json, Location

_ENTRY = re.compile(r"^(?P<dash>(?:-\s+)*)(?P<key>\"[^\"]+\"|'[^']+'|[A-Za-z_][\w./\-]*)\s*:(?:\s|$)(?P<value>.*)$")
_BLOCK_SCALAR = re.compile(r"(?:^|[:\-]\s+)[|>][-+0-9]*\s*(?:#.*)?$")
_PROSE_VALUE = re.compile(r"^[A-Z]?[a-z]+(?:\s+[\w'(),.\-]+){2,}$")
_MARKER = re.compile(r"\b(?:un-?comment|enable (?:this|when|once|after)|when ready)\b", re.IGNORECASE)
_WORDS_OF_PROSE = frozenset(
    ["note", "todo", "fixme", "usage", "example", "see", "warning", "important", "hint", "tip", "default", "steps"]
)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    column: int
    text: str
    block: int


def commented_configuration(path: str, text: str, kinds: Sequence[str], objects: Sequence[Json]) -> Document | None:
    """Describe the commented-out mapping entries of one YAML file; None when it has none.

    *objects* are the file's documents in order, to tell whether a commented key is set as well.
    """
    lines = text.split("\n")
    comments = list(_comments(lines))
    if not comments:
        return None
    entries = list(_entries(comments, lines, path, objects))
    markers: list[Json] = [
        place(Location(path, line.number, line.column), block=line.block)
        for line in comments
        if _MARKER.search(line.text)
    ]
    if not entries:
        return None
    return fact(
        "CommentedConfiguration",
        path,
        Location(path, 1),
        file_kinds=[*kinds],
        entries=entries,
        markers=markers,
    )


def _comments(lines: Sequence[str]) -> Iterator[_Line]:
    """Yield the lines that are nothing but a comment, outside block scalars; adjoining ones share a block."""
    block, before = -1, -2
    scalar_indent: int | None = None
    for index, line in enumerate(lines):
        if scalar_indent is None and "#" not in line and "|" not in line and ">" not in line:
            continue
        stripped = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if scalar_indent is not None and stripped and indent <= scalar_indent:
            scalar_indent = None
        if scalar_indent is not None:
            continue
        if stripped.startswith("#"):
            block += before != index - 1
            before = index
            inner = stripped.lstrip("#")
            column = line.index("#") + 1
            yield _Line(index + 1, column, inner.removeprefix(" "), block)
        elif ("|" in line or ">" in line) and _BLOCK_SCALAR.search(line):
            scalar_indent = indent


def _entries(comments: Sequence[_Line], lines: Sequence[str], path: str, objects: Sequence[Json]) -> Iterator[Json]:
    stack: list[tuple[int, str]] = []
    block = -1
    owners = _owners(lines, len(objects))
    mappings = _Mappings(lines)
    known = [frozenset(_keys(item)) for item in objects]
    for line in comments:
        if line.block != block:
            block, stack = line.block, []
        body = line.text.lstrip()
        match = _ENTRY.match(body)
        if match is None or _is_prose(match):
            continue
        indent = len(line.text) - len(body) + len(match["dash"])
        while stack and stack[-1][0] >= indent:
            stack.pop()
        key = match["key"].strip("\"'")
        stack.append((indent, key))
        parents = mappings.around(line.number - 1, line.column - 1)
        keys = [*parents, *(name for _, name in stack)]
        index = owners[line.number - 1]
        also = index < len(objects) and key in known[index]
        at = Location(path, line.number, line.column)
        yield place(at, key=key, path=".".join(keys), object=index, block=block, also_set=also)


def _is_prose(match: re.Match[str]) -> bool:
    key, value = match["key"], match["value"].strip()
    is_heading = key[0].isupper() and "_" not in key and (" " in value or key.istitle())
    is_sentence = bool(_PROSE_VALUE.match(value)) and not value.startswith(("'", '"'))
    return key.lower() in _WORDS_OF_PROSE or value.startswith("//") or is_sentence or is_heading


@dataclass(slots=True)
class _Mappings:
    """The keys of the mappings that a place lies in, told line by line from the top."""

    lines: Sequence[str]
    position: int = 0
    open_keys: list[tuple[int, str]] = field(default_factory=list)

    def around(self, index: int, column: int) -> list[str]:
        """Return the keys above the 0-based line *index* that are indented less than *column*; lines never go back."""
        for line in self.lines[self.position : index]:
            self._enter(line)
        self.position = index
        return [key for indent, key in self.open_keys if indent < column]

    def _enter(self, line: str) -> None:
        if line.startswith("---") and not line[3:4].strip():
            self.open_keys.clear()
        stripped = line.lstrip(" ")
        match = _ENTRY.match(stripped) if stripped and not stripped.startswith("#") else None
        if match is not None:
            indent = len(line) - len(stripped) + len(match["dash"])
            while self.open_keys and self.open_keys[-1][0] >= indent:
                self.open_keys.pop()
            self.open_keys.append((indent, match["key"].strip("\"'")))


def _owners(lines: Sequence[str], count: int) -> list[int]:
    """Return for each line which document it lies in; what is before the first `---` counts if it holds something."""
    found: list[int] = []
    number, holds = 0, False
    for line in lines:
        if line.startswith("---") and not line[3:4].strip():
            number, holds = number + holds, True
        elif line.strip() and not line.lstrip().startswith(("#", "%")):
            holds = True
        found.append(min(number, max(count - 1, 0)))
    return found


def _keys(value: Json) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield key
            yield from _keys(item)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for item in value:
            yield from _keys(item)
