"""What an `if:` comes to, as far as the workflow itself decides it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_TOKEN = re.compile(
    r"\s*(?:(?P<string>'(?:[^']|'')*')|(?P<operator>==|!=|<=|>=|&&|\|\||[!()<>,\[\]])"
    r"|(?P<word>[\w.\-*]+))"
)
_ON_FAILURE = re.compile(
    r"\bfailure\(\)|\.(?:result|outcome|conclusion|status)\s*==\s*'(?:failure|cancelled|timed_out)'"
    r"|\.(?:result|outcome|conclusion|status)\s*!=\s*'success'|outputs\.[\w-]+\s*==\s*'fail(?:ure|ed)?'"
)
_MAX_TOKENS = 2000


class Runs(StrEnum):
    """When a job or step runs."""

    ALWAYS = "always"
    CONDITIONAL = "conditional"
    ON_FAILURE = "on_failure"
    NEVER = "never"


class _Unknown:
    """A value that only a run can tell."""


_UNKNOWN = _Unknown()
_Literal = str | bool | float | None
_Value = _Literal | _Unknown


@dataclass(frozen=True, slots=True)
class Known:
    """What is known when a condition is read: the *events* that start the workflow, literal *values* by path."""

    events: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)


def when(condition: str | None, known: Known) -> tuple[Runs, str | None]:
    """Classify an `if:`; the reason quotes it, and is None for what always runs."""
    if condition is None:
        return Runs.ALWAYS, None
    text = re.sub(r"^\s*\$\{\{(.*)\}\}\s*$", r"\1", condition, flags=re.DOTALL).strip()
    reason = f"if: {' '.join(text.split())}"
    result = _truth(_evaluate(text, known))
    if result is False:
        return Runs.NEVER, reason
    if _ON_FAILURE.search(text):
        return Runs.ON_FAILURE, reason
    return (Runs.ALWAYS, None) if result else (Runs.CONDITIONAL, reason)


def ignores_needs(condition: str | None) -> bool:
    """Tell whether a job with this condition runs although a job that it needs did not succeed."""
    return bool(condition and re.search(r"\b(?:always|failure|cancelled)\(\)", condition))


def _truth(value: _Value) -> bool | None:
    if isinstance(value, _Unknown):
        return None
    return value not in {"", None, False}


def _evaluate(text: str, known: Known) -> _Value:
    if "${{" in text:
        return _UNKNOWN
    tokens: list[str] = []
    offset = 0
    text = text.rstrip()
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None or len(tokens) > _MAX_TOKENS:
            return _UNKNOWN
        tokens.append(match[0].strip())
        offset = match.end()
    parser = _Parser(tokens, known)
    try:
        value = parser.any_of()
    except (IndexError, RecursionError):
        return _UNKNOWN
    return value if parser.position == len(tokens) else _UNKNOWN


@dataclass(slots=True)
class _Parser:
    """Recursive descent over the tokens, in three-valued logic. An end that comes too soon is an IndexError."""

    tokens: list[str]
    known: Known
    position: int = 0

    def _accept(self, *wanted: str) -> str | None:
        if self.position < len(self.tokens) and self.tokens[self.position] in wanted:
            self.position += 1
            return self.tokens[self.position - 1]
        return None

    def any_of(self) -> _Value:
        value = self._all_of()
        while self._accept("||"):
            other = self._all_of()
            truth = _truth(value)
            value = value if truth else other if truth is False else True if _truth(other) is True else _UNKNOWN
        return value

    def _all_of(self) -> _Value:
        value = self._compared()
        while self._accept("&&"):
            other = self._compared()
            truth = _truth(value)
            value = other if truth else value if truth is False else False if _truth(other) is False else _UNKNOWN
        return value

    def _compared(self) -> _Value:
        start = self.position
        left = self._unary()
        operator = self._accept("==", "!=", "<", ">", "<=", ">=")
        if operator is None:
            return left
        name = self.tokens[start].lower()
        middle = self.position
        right = self._unary()
        if operator not in {"==", "!="}:
            return _UNKNOWN
        if name == "github.event_name" and middle - start == 2 and isinstance(right, str) and self.known.events:
            possible = right in self.known.events
            if possible and len(self.known.events) > 1:
                return _UNKNOWN
            return possible == (operator == "==")
        if isinstance(left, _Unknown) or isinstance(right, _Unknown):
            return _UNKNOWN
        return (_comparable(left) == _comparable(right)) == (operator == "==")

    def _unary(self) -> _Value:
        if self._accept("!"):
            truth = _truth(self._unary())
            return _UNKNOWN if truth is None else not truth
        if self._accept("("):
            value = self.any_of()
            self._accept(")")
            return value
        return self._primary()

    def _primary(self) -> _Value:
        word = self.tokens[self.position]
        self.position += 1
        if word[0] == "'":
            return word[1:-1].replace("''", "'")
        if self._accept("("):
            return self._call(word)
        if self._accept("["):
            self._skip("]")
            return _UNKNOWN
        if word in {"true", "false"}:
            return word == "true"
        if re.fullmatch(r"-?\d+(?:\.\d+)?", word):
            return float(word)
        if word == "null":
            return None
        value = self.known.values.get(word.lower())
        return _UNKNOWN if value is None or "${{" in value else value

    def _call(self, name: str) -> _Value:
        self._skip(")")
        lowered = name.lower()
        # success() is the rule, and a run that was cancelled tells nothing about what runs.
        return {"always": True, "success": True, "cancelled": False}.get(lowered, _UNKNOWN)

    def _skip(self, closing: str) -> None:
        opening = {")": "(", "]": "["}[closing]
        depth = 1
        while depth:
            token = self.tokens[self.position]
            depth += (token == opening) - (token == closing)
            self.position += 1


def _comparable(value: _Literal) -> str | float:
    """Return what GitHub compares: text without case, numbers and text that is one by value."""
    if isinstance(value, bool) or value is None:
        return float(bool(value))
    if isinstance(value, float):
        return value
    lowered = value.lower()
    return float(lowered) if re.fullmatch(r"-?\d+(?:\.\d+)?", lowered) else lowered
