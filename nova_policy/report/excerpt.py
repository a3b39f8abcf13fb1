"""Lines of source around a finding, with everything masked that may be a secret's value."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from nova_policy.model import Location
from nova_policy.report.escape import visible
from nova_policy.report.mask import mask_lines
from nova_policy.report.paint import columns

_MOST_CHARACTERS = 240
_WORD = re.compile(r"#\s*[\w./-]+|[\w./-]+|.")
"""What is marked: a name, or whatever else stands there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of source, masked and cut; *is_culprit* marks the one that a finding points at."""

    number: int
    text: str
    is_culprit: bool


class Excerpts:
    """Gives excerpts of files; each file is masked once. *sources* returns a file's lines, none when it is unknown."""

    def __init__(self, sources: Callable[[str], list[str]]) -> None:
        self._sources = sources
        self._masked: dict[str, list[str]] = {}
        self._waiting: dict[str, Iterator[str]] = {}

    def around(self, place: Location, context: int = 2) -> tuple[Line, ...]:
        """Return the line at *place* and up to *context* lines on both sides; empty when there is no source."""
        lines = self._lines(place.path, place.line + context)
        if place.line > len(lines):
            return ()
        first, last = max(1, place.line - context), min(len(lines), place.line + context)
        return tuple(Line(number, _cut(lines[number - 1]), number == place.line) for number in range(first, last + 1))

    def line(self, place: Location) -> str | None:
        """Return the line at *place* alone."""
        lines = self.around(place, 0)
        return lines[0].text if lines else None

    def marked(self, place: Location, width: int) -> tuple[str, int, int] | None:
        """Return the line at *place* for *width* columns, and where in it how many columns are to be marked.

        None when there is no source; nothing is marked where something before the place is masked.
        """
        line = self.line(place)
        if line is None:
            return None
        before = self._sources(place.path)[place.line - 1][: place.column - 1]
        head, tail = line[: len(before)], line[len(before) :]
        shown, start = visible(line.expandtabs(4)), columns(visible(head.expandtabs(4)))
        length = len(_WORD.match(tail)[0]) if head == before and tail.strip() else 0  # type: ignore[index]
        cut = max(0, start + min(length, 20) + 1 - width)
        shown = f"…{shown[cut + 1 :]}" if cut else shown
        if columns(shown) > width:
            shown = f"{shown[: width - 1]}…"
        return shown, start - cut, min(length, max(1, width - start + cut)) if length else 0

    def _lines(self, path: str, last: int) -> list[str]:
        """Return the lines of a file up to line *last*, masking no further than anybody asked."""
        if path not in self._waiting:
            self._masked[path], self._waiting[path] = [], mask_lines(self._sources(path))
        known = self._masked[path]
        known.extend(islice(self._waiting[path], max(0, last - len(known))))
        return known


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
