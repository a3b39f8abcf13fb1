"""Hides what may be a secret's value in lines of source. Rather hides too much than shows one.

Formats show source to people who may not be meant to see what a repository leaked, and keep it in places (artefacts,
comments, dashboards) from which it cannot be taken back. So this does not ask whether a value is live.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

MASK = "•••"

_NAMES = (
    r"secret|passw|pwd|passphrase|token|credential|(?<=[a-z._-])key\b|(?:private|api|access|signing|encryption)[_-]?key"
    r"|authorization|auth[_-]?pass|oauth|(?:\b|_)dsn|salt\b|signature|pepper|connection[_-]?string|conn[_-]?str"
    r"|webhook[_-]?url|cookie|session[_-]?id|bearer|jwt|(?:\b|_)pat\b"
)
_STEMS = (
    *(
        "secret",
        "passw",
        "pwd",
        "passphrase",
        "token",
        "credential",
        "key",
        "auth",
        "dsn",
        "salt",
        "signature",
        "pepper",
    ),
    *("conn", "webhook", "cookie", "session", "bearer", "jwt", "pat"),
)
_WORD = re.compile(_NAMES, re.IGNORECASE)
_URL_USER = re.compile(r"(?<=://)[^\s/@\"']*@")
_QUERY = re.compile(
    r"([?&][\w.-]*(?:key|token|secret|sig|signature|password|auth|code)[\w.-]*=)[^&\s\"']+", re.IGNORECASE
)
_PAIR = re.compile(rf"([\w.-]*(?:{_NAMES})[\w.-]*[\"']?\s*[:=]+>?\s*)(.+)$", re.IGNORECASE)
_WORDS = re.compile(rf"((?:\b(?:ENV|ARG)\s+|--?)[\w-]*(?:{_NAMES})[\w-]*\s+)(\S.*)$", re.IGNORECASE)
_LITERAL = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_NAME = re.compile(r"[\"'][A-Z][A-Z0-9_]*[\"']")
_HARMLESS = re.compile(
    r"[|>][+-]?\d?\s*(?:#.*)?|\"\"|''|true|false|null|read|write|none|~|\{\}|\[\]|[\[{(|&,;]*|\"?\$\{\{[^}]*\}\}\"?|\"?\$(?:\w+|\{\w+\}|\(\w+\))\"?"
)
_LONG_WORD = re.compile(r"[\w+/=.-]{14}")
_TOKEN = re.compile(r"(?<![\w/@:.-])(?=[\w+=]*[0-9])(?=[\w+=]*[a-z])(?=[\w+=]*[A-Z])[\w+/=]{20,}(?![\w-])")
_KNOWN = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{12,}|\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bxox\w-[\w-]{10,}|\beyJ[\w-]{8,}(?:\.[\w-]*)*"
    r"|\b[sr]k_(?:live|test)_\w{8,}|\bAIza[\w-]{20,}|\bglpat-[\w-]{10,}"
)
_KEY_ITEM = re.compile(r"\s*(?:-\s+)?(?:name|key):\s*[\"']?([\w./-]+)")
_FLOW_VALUE = re.compile(r"(\bvalue[\"']?:\s*)([^,}\"']+)")
_KIND = re.compile(r"kind[\"']?:\s*[\"']?\w*Secret\b")
_BLOCK_SCALAR = re.compile(r":\s*[|>][+-]?\d?\s*(?:#.*)?$")
_VALUE = re.compile(r"(\s*(?:-\s+)?value:\s*)(.+)$")
_DATA = re.compile(r"(\s*)(?:-\s+)?(data|stringData|binaryData|literals|secretGenerator|encryptedData):\s*$")
_ENTRY = re.compile(r"(\s*(?:-\s+)?[\"']?[\w./-]+[\"']?\s*[:=]\s*)(.+)$")
_REFERENCE = re.compile(r"\s*(?:-\s+)?[\w.-]*(?:Name|Ref|name|_path|Path|KeyRef|_ttl|_enabled)[\"']?\s*:", re.ASCII)


def mask_lines(lines: Sequence[str]) -> Iterator[str]:
    """Give *lines* with values masked: behind secret-like names, in URLs, Secrets and keys, and token-like words.

    What a line hides depends on those before it, so a reader that needs one line pays for all up to it, and no more.
    """
    return _Masker(lines).run()


class _Masker:
    """One pass over a file; `_inside` is the indentation of a block whose values are all hidden, or None.

    `_near` counts down the lines that stand near a secret-like name, `_bare` tells that such a name awaits its value.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._inside: int | None = None
        self._pem = False
        self._near = 0
        self._bare = False
        self._secret_document = False

    def run(self) -> Iterator[str]:
        """Mask line by line, looking ahead only for what kind of document each belongs to."""
        starts = [0, *(n for n, line in enumerate(self._lines) if line.startswith("---")), len(self._lines)]
        for first, last in pairwise(starts):
            document = self._lines[first:last]
            self._secret_document = any("Secret" in line and _KIND.search(line) for line in document)
            self._inside = None
            yield from map(self._mask, document)

    def _mask(self, line: str) -> str:
        if self._pem or "-----BEGIN" in line:
            self._pem = "-----END" not in line
            return f"{_indentation(line)}{MASK}" if line.strip() else line
        if self._in_block(line):
            return _entry(line)
        shown = _tokens(self._by_name(line))
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
        """Remember a block scalar behind a secret-like name, and the data of a Secret or its generator."""
        block = _DATA.match(line)
        if block and (self._secret_document or block[2] != "data"):
            self._inside = None if block[2] == "secretGenerator" else len(block[1])
        elif _BLOCK_SCALAR.search(line) and (_names_secret(line) or self._near):
            self._inside = len(_indentation(line))

    def _by_name(self, line: str) -> str:
        """Mask what stands behind a secret-like name on this line or the ones just before."""
        awaited, self._bare = self._bare, False
        value = _VALUE.match(line)
        if value and self._near:
            return value[1] + _hidden(value[2])
        if awaited and ":" not in line:
            return f"{_indentation(line)}{MASK}"
        named = _KEY_ITEM.match(line)
        if named and not _names_secret(line[named.end() :]):
            self._near = 3 if _names_secret(named[1]) else 0
            return line
        if _names_secret(line) and not _only_refers(line):
            self._near = 3
            self._bare = line.rstrip().endswith(":")
            shown = line
            for pattern in (_LITERAL, _FLOW_VALUE, _WORDS, _PAIR):
                shown = pattern.sub(_literal if pattern is _LITERAL else _pair, shown)
            return shown
        self._near = max(0, self._near - 1)
        return _LITERAL.sub(_literal, line) if self._near else line


def _names_secret(text: str) -> bool:
    """Look for the beginnings first: most lines have none, and the pattern costs ten times as much."""
    lowered = text.lower()
    return any(stem in lowered for stem in _STEMS) and _WORD.search(text) is not None


def _only_refers(line: str) -> bool:
    """Tell whether a line names where a secret is, as `secretName: tls` does, and nothing that it is."""
    reference = _REFERENCE.match(line)
    return reference is not None and not _PAIR.search(line, reference.end())


def _indentation(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]


def _pair(match: re.Match[str]) -> str:
    return match[1] + _hidden(match[2])


def _entry(line: str) -> str:
    entry = _ENTRY.match(line)
    return entry[1] + _hidden(entry[2]) if entry else f"{_indentation(line)}{MASK}"


def _hidden(value: str) -> str:
    return value if _HARMLESS.fullmatch(value.strip()) else MASK


def _literal(literal: re.Match[str]) -> str:
    """Mask a quoted literal, but not the name of a variable, which says what the line is about."""
    return literal[0] if _is_harmless(literal[0]) else f'"{MASK}"'


def _is_harmless(literal: str) -> bool:
    return bool(_NAME.fullmatch(literal)) or bool(_HARMLESS.fullmatch(literal))


def _tokens(line: str) -> str:
    shown = line
    if "://" in line or "?" in line:
        shown = _URL_USER.sub(f"{MASK}@", _QUERY.sub(rf"\1{MASK}", line))
    return _TOKEN.sub(MASK, _KNOWN.sub(MASK, shown)) if _LONG_WORD.search(shown) else shown
