"""Hides what may be a secret's value in lines of source. Rather hides too much than shows one.

Formats show source to people who may not be meant to see what a repository leaked, and keep it in places (artefacts,
comments, dashboards) from which it cannot be taken back. So this does not ask whether a value is live.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from nova_policy.report.mask_patterns import (
    HARMLESS,
    MASK,
    gives_value,
    hidden,
    hide_anywhere,
    hide_behind_names,
    hide_second,
    names_secret,
)

_COMMENT = r"\s*(?:#\s*|//\s*)?(?:-\s+)?"
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_VARIABLE = re.compile(r"[\"'][A-Z][A-Z0-9_]*[\"']")
_KEY_ITEM = re.compile(rf"{_COMMENT}(?:name|key):\s*[\"']?([\w./-]+)")
_VALUE = re.compile(rf"({_COMMENT}value:\s*)(.+)$")
_BARE_VALUE = re.compile(rf"{_COMMENT}value:\s*$")
_BARE_FLAG = re.compile(r"\s*(?:-\s+)?[\"']?--?[\w-]+[\"']?,?\s*$")
_KIND = re.compile(r"kind[\"']?:\s*[\"']?\w*Secret\b")
_BLOCK_SCALAR = re.compile(r":\s*[|>][+-]?\d?\s*(?:#.*)?$")
_PLAIN_SCALAR = re.compile(r"\s*(?:-\s+)?[\"']?[\w./-]+[\"']?:\s+[^\s|>].*[^\s\[{(,:]$")
_DATA = re.compile(r"(\s*)(?:-\s+)?(data|stringData|binaryData|literals|secretGenerator|encryptedData):\s*$")
_FLOW_DATA = re.compile(r"(\s*(?:-\s+)?(data|stringData|binaryData|literals|encryptedData):\s*)([\[{].*)$")
_ENTRY = re.compile(r"(\s*(?:-\s+)?[\"']?[\w./-]+[\"']?\s*[:=]\s*)(.+)$")
_REFERENCE = re.compile(r"\s*(?:-\s+)?[\w.-]*(?:Name|Ref|name|_path|Path|KeyRef|_ttl|_enabled)[\"']?\s*:", re.ASCII)
_HERE_DOCUMENT = re.compile(r"<<[-~]?\s*[\"']?(\w+)[\"']?\s*$")
_OPEN_QUOTE = re.compile(r"[:=]\s*(\"\"\"|'''|[\"'`])")


def mask_lines(lines: Sequence[str]) -> Iterator[str]:
    """Give *lines* with values masked: behind secret-like names, in URLs, Secrets and keys, and token-like words.

    What a line hides depends on those before it, so a reader that needs one line pays for all up to it, and no more.
    """
    return _Masker(lines).run()


class _Masker:
    """One pass over a file; `_inside` is the indentation of a block whose values are all hidden, or None.

    `_near` counts down the lines that stand near a secret-like name, `_bare` tells that such a name awaits its value,
    `_ends` recognises the last line of a text that runs over several lines.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._inside: int | None = None
        self._ends: Callable[[str], bool] | None = None
        self._near = 0
        self._bare = False
        self._secret_document = False

    def run(self) -> Iterator[str]:
        """Mask line by line, looking ahead only for what kind of document each belongs to, and for a name below."""
        starts = [0, *(n for n, line in enumerate(self._lines) if line.startswith("---")), len(self._lines)]
        for first, last in pairwise(starts):
            document = self._lines[first:last]
            self._secret_document = _KIND.search("\n".join(document)) is not None
            self._inside = None
            for number, line in enumerate(document, 1):
                yield self._mask(line, document[number] if number < len(document) else "")

    def _mask(self, line: str, following: str) -> str:
        if "-----BEGIN" in line:
            self._ends = lambda last: "-----END" in last
        if self._ends:
            if self._ends(line):
                self._ends = None
            return f"{_indentation(line)}{MASK}" if line.strip() else line
        if self._in_block(line):
            return _entry(line)
        flow = _FLOW_DATA.match(line)
        if flow and (self._secret_document or flow[2] != "data"):
            self._inside = len(_indentation(line))
            return flow[1] + hidden(flow[3])
        shown = hide_anywhere(self._by_name(line, following))
        self._open_block(line)
        return shown

    def _in_block(self, line: str) -> bool:
        if self._inside is None or not line.strip():
            return False
        depth = len(_indentation(line))
        if depth > self._inside or (depth == self._inside and line.lstrip().startswith("- ")):
            return True
        self._inside = None
        return False

    def _open_block(self, line: str) -> None:
        """Remember a text of several lines behind a secret-like name, and the data of a Secret or its generator."""
        block = _DATA.match(line)
        if block and (self._secret_document or block[2] != "data"):
            self._inside = None if block[2] == "secretGenerator" else len(block[1])
        elif not self._near:
            return
        elif (named := names_secret(line)) and (here := _HERE_DOCUMENT.search(line)):
            word = here[1]
            self._ends = lambda last: last.strip() == word
        elif named and (opened := _OPEN_QUOTE.search(line)) and opened[1] not in line[opened.end() :]:
            quote = opened[1]
            self._ends = lambda last: quote in last
        elif _BLOCK_SCALAR.search(line) or (named and _PLAIN_SCALAR.match(line) and not _only_refers(line)):
            self._inside = len(_indentation(line)) + (2 if line.lstrip().startswith("- ") else 0)

    def _by_name(self, line: str, following: str) -> str:
        """Mask what stands behind a secret-like name on this line or the ones just before."""
        awaited, self._bare = self._bare, False
        value = _VALUE.match(line)
        if value and (self._near or _names_value(following)):
            return value[1] + hidden(value[2])
        if awaited and ":" not in line:
            return f"{_indentation(line)}{MASK}"
        named = _KEY_ITEM.match(line)
        if named and not names_secret(line[named.end() :]):
            self._near = 3 if names_secret(named[1]) else 0
            return line
        if names_secret(line) and not _only_refers(line):
            self._near = 3
            self._bare = line.rstrip().endswith(":") or _BARE_FLAG.match(line) is not None
            return hide_behind_names(_LITERAL.sub(_literal, line))
        self._bare = self._near > 0 and _BARE_VALUE.match(line) is not None
        self._near = max(0, self._near - 1)
        return _LITERAL.sub(_literal, line) if self._near else line


def _names_value(line: str) -> bool:
    """Tell whether *line* is a secret-like name that belongs to the value above it."""
    named = _KEY_ITEM.match(line)
    return named is not None and not line.lstrip().startswith("- ") and names_secret(named[1])


def _only_refers(line: str) -> bool:
    """Tell whether a line names where a secret is, as `secretName: tls` does, and nothing that it is."""
    reference = _REFERENCE.match(line)
    return reference is not None and not gives_value(line[reference.end() :])


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _entry(line: str) -> str:
    entry = _ENTRY.match(line)
    return hide_second(entry) if entry else f"{_indentation(line)}{MASK}"


def _literal(literal: re.Match[str]) -> str:
    """Mask a quoted literal, but not the name of a variable, which says what the line is about."""
    known = _VARIABLE.fullmatch(literal[0]) or HARMLESS.fullmatch(literal[0])
    return literal[0] if known else f'"{MASK}"'
