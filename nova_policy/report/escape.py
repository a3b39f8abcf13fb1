"""Text from a scanned tree, made harmless for where it is shown."""

from __future__ import annotations

_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def visible(text: str) -> str:
    """Return *text* with everything that could move a cursor, hide or reorder text written as an escape."""
    return "".join(character if _is_plain(character) else ascii(character)[1:-1] for character in text)


def _is_plain(character: str) -> bool:
    return character.isprintable() and character not in _BIDI
