"""The text of a Rego term, as OPA's WebAssembly prints it, brought into the form in which Go prints it.

The module walks sets and objects unsorted and quotes strings as JSON does; Go sorts both, by type and then by value,
and quotes as Go does. Source of the order: opa v1/ast/compare.go.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

Quote = Callable[[str], str]
_Order = tuple[int, Any]


class _Term(NamedTuple):
    """What a term is sorted by, and how it is printed."""

    order: _Order
    text: str


_Member = tuple[_Term, _Term | None]

_MARK = re.compile(r'"(?:[^"\\]|\\.)*"|set\(\)|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_NULL, _BOOLEAN, _NUMBER, _STRING, _ARRAY, _OBJECT, _SET = range(7)
_WORDS: dict[str, _Order] = {
    "null": (_NULL, None),
    "false": (_BOOLEAN, False),
    "true": (_BOOLEAN, True),
    "set()": (_SET, []),
}


def split_terms(text: str) -> list[str]:
    """Split the text of a Rego array into the texts of its elements.

    Strings in it are quoted as in JSON, so brackets and commas within them do not count.
    """
    terms: list[str] = []
    depth = start = 0
    inner = text[1:-1]
    for found in _MARK.finditer(inner):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        if mark == "," and depth == 0:
            terms.append(inner[start : found.start()].strip())
            start = found.end()
    return [*terms, inner[start:].strip()] if inner.strip() else []


def as_go_prints(text: str, quote: Quote) -> str:
    """Return the text of an array, object or set with all members in Go's order; *quote* writes a string."""
    return _term(_MARK.findall(text), 0, quote)[0].text


def _term(marks: Sequence[str], at: int, quote: Quote) -> tuple[_Term, int]:
    """Return the term that begins at a mark, and where the next one does."""
    mark = marks[at]
    if mark in "[{":
        members, end = _members(marks, at + 1, quote)
        return (_array(members) if mark == "[" else _braced(members)), end
    if mark.startswith('"'):
        value = json.loads(mark, strict=False)
        return _Term((_STRING, value), quote(value)), at + 1
    return _Term(_WORDS.get(mark) or (_NUMBER, Decimal(mark)), mark), at + 1


def _members(marks: Sequence[str], at: int, quote: Quote) -> tuple[list[_Member], int]:
    """Return what stands up to the closing bracket; only the members of an object have a value."""
    members: list[_Member] = []
    while marks[at] not in "]}":
        key, at = _term(marks, at + (marks[at] == ","), quote)
        value = None
        if marks[at] == ":":
            value, at = _term(marks, at + 1, quote)
        members.append((key, value))
    return members, at + 1


def _array(members: Sequence[_Member]) -> _Term:
    return _Term((_ARRAY, [key.order for key, _ in members]), f"[{', '.join(key.text for key, _ in members)}]")


def _braced(members: Sequence[_Member]) -> _Term:
    ordered = sorted(members, key=lambda member: member[0].order)
    pairs = [(key, value) for key, value in ordered if value is not None]
    if len(pairs) < len(ordered):
        return _Term((_SET, [key.order for key, _ in ordered]), f"{{{', '.join(key.text for key, _ in ordered)}}}")
    text = ", ".join(f"{key.text}: {value.text}" for key, value in pairs)
    return _Term((_OBJECT, [(key.order, value.order) for key, value in pairs]), f"{{{text}}}")
