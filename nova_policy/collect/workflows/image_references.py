"""Image references in pipelines: what tags come to, and which of them are one image."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nova_policy.collect.container_images import parse_reference
from nova_policy.collect.workflows.expressions import EXPRESSION, Scope, is_open

_OPEN_PART = re.compile(r"\$\{\{.*?\}\}|\$\{[^}]*\}|\$\([^)]*\)|\$\w+")


@dataclass(frozen=True, slots=True)
class Reference:
    """A repository and a tag, as far as they are literal; expressions stay as written."""

    repository: str
    tag: str | None

    @property
    def is_open(self) -> bool:
        """Tell whether the repository has an unknown part at its end, which could be any image."""
        return is_open(self.repository.rpartition("/")[2]) or not self.repository


def same_image(first: Sequence[Reference], second: Sequence[Reference]) -> bool | None:
    """Tell whether two lists of references share an image; None when an unknown part could hide it."""
    if {item.repository for item in first} & {item.repository for item in second} - {""}:
        return True
    if not first or not second or any(item.is_open for item in (*first, *second)):
        return None
    return False


def references_in(text: str, scope: Scope) -> tuple[Reference, ...]:
    """Return the references that a list of tags, one per line or comma, comes to."""
    found: dict[Reference, None] = {}
    for expanded in scope.expand(text):
        hidden = EXPRESSION.sub(lambda match: match[0].replace(",", "\x00").replace("\n", " "), expanded)
        for line in re.split(r"[\n,]", hidden):
            written = line.replace("\x00", ",").strip().removeprefix("docker://")
            if written:
                found.setdefault(_reference(written))
    return tuple(found)


def _reference(written: str) -> Reference:
    kept: list[str] = []

    def hide(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\x01{len(kept) - 1}\x02"

    hidden = _OPEN_PART.sub(hide, written)

    def show(text: str) -> str:
        return re.sub("\x01(\\d+)\x02", lambda match: kept[int(match[1])], text)

    parsed = parse_reference(hidden)
    tag = parsed.digest or parsed.tag
    return Reference(show(parsed.repository), show(tag) if tag else None)


def option(words: Sequence[str], *names: str) -> list[str]:
    """Return the values of an option in both spellings, `-t x` and `--tag=x`."""
    found: list[str] = []
    for index, word in enumerate(words):
        if word in names and index + 1 < len(words):
            found.append(words[index + 1])
        elif any(name.startswith("--") and word.startswith(name + "=") for name in names):
            found.append(word.partition("=")[2])
    return found
