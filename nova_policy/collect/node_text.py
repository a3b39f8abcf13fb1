"""Where the text of a YAML scalar lies in its file: a line of a block scalar is a line of the file."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import yaml

from nova_policy.model import Location


@dataclass(frozen=True, slots=True)
class NodeText:
    """The value of a scalar node, and for each stretch of it the place it was written at.

    *starts* are offsets into *text*, ascending; *places* the 1-based lines and columns they were written at.
    """

    path: str
    text: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> Location:
        """Return the place of the character at *offset*."""
        index = max(bisect_right(self.starts, offset) - 1, 0)
        line, column = self.places[index]
        return Location(self.path, line, column + max(offset - self.starts[index], 0))

    def at_row(self, row: int, column: int = 0) -> Location:
        """Return the place of 0-based *row* and *column* of the value."""
        offset = 0
        for _ in range(row):
            following = self.text.find("\n", offset)
            if following < 0:
                break
            offset = following + 1
        return self.at(offset + column)


def node_text(path: str, lines: Sequence[str], node: yaml.ScalarNode) -> NodeText:
    """Match the value of *node* with the *lines* of its file, whatever its style.

    Each source line's text, without indentation, is looked for in the value, in order. Lines that escapes or
    folding changed beyond recognition are reached from the one before.
    """
    text = str(node.value)
    first, last = node.start_mark.line, node.end_mark.line
    starts, places = [0], [(first + 1, node.start_mark.column + 1)]
    cursor = 0
    for number in range(first, min(last + 1, len(lines))):
        begin = node.start_mark.column if number == first else 0
        end = node.end_mark.column if number == last else len(lines[number])
        column, piece = _piece(lines[number], begin, end, quoted=node.style in {"'", '"'})
        if not piece or (number == first and node.style in {"|", ">"}):
            continue
        found = text.find(piece, cursor)
        if found < 0:
            continue
        if found > starts[-1] or number == first:
            starts.append(found)
            places.append((number + 1, column + 1))
        elif found == 0:
            places[0] = (number + 1, column + 1)
        cursor = found + len(piece)
    return NodeText(path, text, tuple(starts), tuple(places))


def _piece(line: str, begin: int, end: int, *, quoted: bool) -> tuple[int, str]:
    piece = line[begin:end]
    stripped = piece.strip()
    column = begin + len(piece) - len(piece.lstrip())
    if quoted:
        inner = stripped.lstrip("\"'")
        column += len(stripped) - len(inner)
        stripped = inner.rstrip("\"'")
    return column, stripped
