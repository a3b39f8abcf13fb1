"""PromQL expressions: which metrics they read, with which matchers, against which threshold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>\s+|\#[^\n]*)
    |(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)
    |(?P<duration>\d+(?:ms|[smhdwy])(?:\d+(?:ms|[smhdwy]))*)(?![\w.])
    |(?P<number>0x[0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)(?![\w.])
    |(?P<name>[a-zA-Z_:][\w:.]*)
    |(?P<operator>=~|!~|==|!=|<=|>=|[-+*/%^<>=@,:(){}\[\]])""",
    re.VERBOSE | re.DOTALL,
)
_LISTS = frozenset({"by", "without", "on", "ignoring", "group_left", "group_right"})
_WORDS = frozenset({"and", "or", "unless", "bool", "offset", "atan2", "inf", "nan", "start", "end", *_LISTS})
_COMPARISONS = frozenset({"==", "!=", "<", ">", "<=", ">="})
_MATCHERS = frozenset({"=", "!=", "=~", "!~"})
_PAIRS = {"(": ")", "{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; *kind* is string, duration, number, name or operator. Spaces and comments are gone."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Matcher:
    """A label matcher of a selector; *metric* is None where only labels select."""

    metric: str | None
    label: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Expression:
    """What an expression reads. *threshold* is the number that the outermost comparison has on one side."""

    metrics: tuple[str, ...]
    matchers: tuple[Matcher, ...]
    threshold: float | None
    parses: bool


def tokenize(text: str) -> tuple[tuple[Token, ...], bool]:
    """Split *text* into tokens; False with those before the first character that PromQL does not know."""
    tokens: list[Token] = []
    offset = 0
    while offset < len(text):
        match = _TOKEN.match(text, offset)
        if match is None:
            return tuple(tokens), False
        if match.lastgroup not in {None, "space"}:
            tokens.append(Token(str(match.lastgroup), match[0]))
        offset = match.end()
    return tuple(tokens), True


def read_expression(text: str) -> Expression:
    """Read an expression; what cannot be read gives what could be made out before, and `parses` is False."""
    tokens, complete = tokenize(text)
    metrics: dict[str, None] = {}
    matchers: list[Matcher] = []
    index = 0
    while index < len(tokens):
        token, following = tokens[index], tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.kind == "name" and token.text.lower() in _LISTS and following == "(":
            index = _closing(tokens, index + 1) + 1
        elif (
            token.kind == "name"
            and following != "("
            and token.text.lower() not in _WORDS
            and not _is_aggregation(tokens, index)
        ):
            metrics.setdefault(token.text)
            index += 1
            if following == "{":
                found, index, _ = _selector(tokens, index, token.text)
                matchers.extend(found)
        elif token.text == "{":
            found, index, name = _selector(tokens, index, None)
            matchers.extend(found)
            if name is not None:
                metrics.setdefault(name)
        elif token.text == "[":
            index = _closing(tokens, index) + 1
        else:
            index += 1
    parses = complete and bool(tokens) and _is_balanced(tokens)
    return Expression(tuple(sorted(metrics)), tuple(matchers), _threshold(tokens), parses)


def _is_aggregation(tokens: Sequence[Token], index: int) -> bool:
    """Tell `sum by (x) (…)` from a metric called sum."""
    following = tokens[index + 1] if index + 1 < len(tokens) else None
    return following is not None and following.text.lower() in {"by", "without"}


def _closing(tokens: Sequence[Token], index: int) -> int:
    """Return the index of the bracket that closes the one at *index*; the last token where none does."""
    opening, closing, depth = tokens[index].text, _PAIRS[tokens[index].text], 0
    for position in range(index, len(tokens)):
        depth += (tokens[position].text == opening) - (tokens[position].text == closing)
        if depth == 0:
            return position
    return len(tokens) - 1


def _selector(tokens: Sequence[Token], index: int, metric: str | None) -> tuple[list[Matcher], int, str | None]:
    """Read `{…}`: its matchers, the index behind it, and the metric that it names by `__name__` or a string."""
    end = _closing(tokens, index)
    inside = tokens[index + 1 : end]
    name = metric
    triples: list[tuple[str, str, str]] = []
    for position, token in enumerate(inside):
        is_operator = token.kind == "operator" and token.text in _MATCHERS
        if is_operator and 0 < position < len(inside) - 1 and inside[position + 1].kind == "string":
            label, value = inside[position - 1].text.strip("\"'"), inside[position + 1].text[1:-1]
            triples.append((label, token.text, value))
        alone = token.kind == "string" and (position == 0 or inside[position - 1].text == ",")
        if alone and (position + 1 == len(inside) or inside[position + 1].text == ","):
            name = token.text[1:-1]
    for label, operator, value in triples:
        if label == "__name__" and operator == "=":
            name = value
    kept = [Matcher(name, *triple) for triple in triples if triple[0] != "__name__" or triple[1] != "="]
    return kept, end + 1, name


def _is_balanced(tokens: Sequence[Token]) -> bool:
    stack: list[str] = []
    for token in tokens:
        if token.kind == "operator" and token.text in _PAIRS:
            stack.append(_PAIRS[token.text])
        elif token.kind == "operator" and token.text in _PAIRS.values() and (not stack or stack.pop() != token.text):
            return False
    return not stack


def _threshold(tokens: Sequence[Token]) -> float | None:
    depth, found = 0, None
    for index, token in enumerate(tokens):
        if token.kind != "operator":
            continue
        depth += (token.text in _PAIRS) - (token.text in _PAIRS.values())
        if depth == 0 and token.text in _COMPARISONS:
            number = _number(tokens, index)
            found = number if number is not None else found
    return found


def _number(tokens: Sequence[Token], index: int) -> float | None:
    """Return the number right of a comparison, signed, else the one left of it."""
    right = [token for token in tokens[index + 1 : index + 4] if token.text.lower() != "bool"]
    sign = -1.0 if right[:1] and right[0].text == "-" else 1.0
    right = right[1:] if sign < 0 else right
    left = tokens[index - 1] if index else None
    chosen = right[0] if right and right[0].kind == "number" else left
    if chosen is None or chosen.kind != "number":
        return None
    value = float(int(chosen.text, 16)) if chosen.text.lower().startswith("0x") else float(chosen.text)
    return sign * value if chosen is not left else value
