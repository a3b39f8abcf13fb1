"""Colours and links for a terminal, or none."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from nova_policy.model import Severity
from nova_policy.report.escape import safe_link

RED, BOLD, DIM, BLUE, GREEN = "1;31", "1", "2", "34", "32"
SEVERITY_COLORS = {Severity.BLOCKER: RED, Severity.HIGH: "31", Severity.MEDIUM: "33", Severity.LOW: "36"}


class Paint:
    """Wraps text in terminal colours and links, or leaves it as it is."""

    def __init__(self, *, color: bool = False, links: bool = False) -> None:
        self._color = color
        self._links = links

    def __call__(self, text: str, code: str) -> str:
        """Return *text* in the colour of an SGR *code*."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._color and text else text

    def link(self, text: str, address: str | None) -> str:
        """Return *text* as a hyperlink (OSC 8), where the address is one of the web."""
        return self._linked(text, address) if address and safe_link(address) else text

    def file(self, text: str, path: str) -> str:
        """Return *text* as a hyperlink to the file at the absolute *path*."""
        encoded = quote(path.encode("utf-8", "surrogateescape"), safe="/")
        return self._linked(text, f"file://{encoded}")

    def _linked(self, text: str, address: str) -> str:
        return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if self._links else text


def columns(text: str) -> int:
    """Return how many columns of a terminal *text* takes."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(unicodedata.combining(character) > 0 for character in text)
