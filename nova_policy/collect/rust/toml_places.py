"""Where the keys of a TOML file stand; `tomllib` gives values without places.

The scanner trusts that the text is valid TOML, which `tomllib` has checked before, and only looks for places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field

from nova_policy.model import KeyPath, Location

_TOKEN = re.compile(
    r"""(?P<string>\"{3}(?:\\.|[^\\])*?\"{3}\"{0,2}|'{3}.*?'{3}'{0,2}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')"""
    r"""|(?P<comment>\#[^\n]*)|(?P<newline>\n)|(?P<space>[ \t\r]+)|(?P<mark>[\[\]{},=])|(?P<word>[^\s\[\]{},=#"']+)""",
    re.DOTALL,
)

_BARE = re.compile(r"[\w.-]*")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int


@dataclass(slots=True)
class _Scanner:
    tokens: list[_Token]
    places: dict[KeyPath, int] = field(default_factory=dict)
    counts: dict[KeyPath, int] = field(default_factory=dict)
    table: KeyPath = ()
    position: int = 0

    def scan(self) -> None:
        """Go through all statements: headers, and keys with their values."""
        while self.position < len(self.tokens):
            token = self.tokens[self.position]
            if token.kind == "newline":
                self.position += 1
            elif token.text == "[" and token.kind == "mark":
                self._header(token)
            else:
                self._pair(self.table)

    def _header(self, opening: _Token) -> None:
        listed = self.tokens[self.position + 1].kind == "mark"
        self.position += 2 if listed else 1
        keys = self._keys()
        self.position += 2 if listed else 1
        path: KeyPath = ()
        for index, key in enumerate(keys):
            path = (*path, key)
            self.places.setdefault(path, opening.start)
            last = index == len(keys) - 1
            if last and listed:
                self.counts[path] = self.counts.get(path, -1) + 1
            if path in self.counts:
                path = (*path, self.counts[path])
        # A table that deeper headers have opened before stands where its own header is.
        self.places[path] = opening.start
        self.table = path

    def _pair(self, table: KeyPath) -> None:
        start = self.tokens[self.position].start
        path = table
        for key in self._keys():
            path = (*path, key)
            self.places.setdefault(path, start)
        self.position += 1
        self._value(path)

    def _keys(self) -> list[str]:
        """Read a dotted key up to `=` or `]`."""
        text = ""
        while self.tokens[self.position].kind in {"word", "string"}:
            text += self.tokens[self.position].text
            self.position += 1
        return _split(text)

    def _value(self, path: KeyPath) -> None:
        token = self.tokens[self.position]
        if token.text == "[" and token.kind == "mark":
            self._items(path, "]")
        elif token.text == "{" and token.kind == "mark":
            self._items(path, "}")
        else:
            while self.position < len(self.tokens) and self.tokens[self.position].kind in {"word", "string"}:
                self.position += 1

    def _items(self, path: KeyPath, closing: str) -> None:
        self.position += 1
        index = 0
        while not ((token := self.tokens[self.position]).kind == "mark" and token.text == closing):
            if token.kind == "newline" or token.text == ",":
                self.position += 1
            elif closing == "}":
                self._pair(path)
            else:
                self.places[(*path, index)] = token.start
                self._value((*path, index))
                index += 1
        self.position += 1


def key_places(text: str, path: str) -> dict[KeyPath, Location]:
    """Return where every key and array element of the valid TOML *text* of the file *path* stands.

    A table stands at its header, the whole document at the first line.
    """
    tokens = [_Token(m.lastgroup or "", m[0], m.start()) for m in _TOKEN.finditer(text)]
    scanner = _Scanner([token for token in tokens if token.kind not in {"space", "comment"}])
    scanner.scan()
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return {(): Location(path, 1), **_located(scanner.places, starts, path)}


@dataclass(frozen=True, slots=True)
class TomlLocator:
    """Locates the values of one TOML document."""

    places: Mapping[KeyPath, Location]

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of *path*, or of the table that should hold it."""
        while path not in self.places:
            path = path[:-1]
        return (self.places[path],)

    def at(self, *path: str | int) -> Location:
        """Return the one place of *path*."""
        return self.locate(path)[0]


def _located(places: Mapping[KeyPath, int], starts: list[int], path: str) -> dict[KeyPath, Location]:
    from bisect import bisect_right

    found = {}
    for key, offset in places.items():
        line = bisect_right(starts, offset)
        found[key] = Location(path, line, offset - starts[line - 1] + 1)
    return found


def _split(dotted: str) -> list[str]:
    """Split a dotted key into its parts, as TOML unquotes them."""
    if _BARE.fullmatch(dotted):
        return dotted.split(".")
    value: object = tomllib.loads(f"{dotted} = 0")
    keys = []
    while isinstance(value, dict):
        [(key, value)] = value.items()
        keys.append(key)
    return keys
