"""Terraform's language as far as facts need it: blocks with their literal attributes, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r]+)
    |(?P<word>[A-Za-z_][\w\-]*(?:\.[\w\-*]+|\[[^\[\]\n]*\])*)
    |(?P<newline>\n)
    |(?P<string>"(?:[^"\\$%]|\\.|[$%](?!\{)|[$%]\{(?:[^{}"]|"(?:[^"\\]|\\.)*"|\{[^{}]*\})*\})*")
    |(?P<comment>\#[^\n]*|//[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<heredoc><<[-~]?(?P<tag>\w+)[^\n]*\n.*?(?:^[ \t]*(?P=tag)[ \t]*$|\Z))
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_MAX_DEPTH = 50


@dataclass(frozen=True, slots=True)
class Token:
    """One token with its 1-based line and column. Comments and spaces are gone, newlines are kept."""

    kind: str
    text: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Attribute:
    """`name = value`; *value* is the text of a literal (without quotes; `[]`), or None for any other expression."""

    name: str
    value: str | None
    quoted: bool
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A block such as `resource "aws_instance" "main" { … }`: *kind* resource, *labels* the two strings."""

    kind: str
    labels: tuple[str, ...]
    line: int
    attributes: Mapping[str, Attribute] = field(repr=False)
    blocks: tuple[Block, ...] = field(repr=False)

    def inner(self, kind: str) -> Block | None:
        """Return the first block of this kind directly inside."""
        return next((block for block in self.blocks if block.kind == kind), None)

    def literal(self, name: str) -> str | None:
        """Return an attribute's literal value."""
        attribute = self.attributes.get(name)
        return attribute.value if attribute else None


def tokens_of(text: str) -> tuple[Token, ...]:
    """Split *text* into tokens. What is no HCL gives tokens all the same."""
    found: list[Token] = []
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind = "heredoc" if match["heredoc"] else str(match.lastgroup)
        if kind not in {"space", "comment"}:
            found.append(Token(kind, match[0], line, match.start() - start + 1))
        newlines = match[0].count("\n")
        if newlines:
            line += newlines
            start = match.start() + match[0].rindex("\n") + 1
    return tuple(found)


def blocks_of(tokens: tuple[Token, ...]) -> tuple[Block, ...]:
    """Return the blocks at the top of a file."""
    _, blocks, _ = _body(tokens, 0, 0)
    return blocks


def _body(tokens: tuple[Token, ...], index: int, depth: int) -> tuple[dict[str, Attribute], tuple[Block, ...], int]:
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    while index < len(tokens) and tokens[index].text != "}":
        token = tokens[index]
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.kind == "word" and following == "=":
            attributes[token.text] = _attribute(tokens, index)
            index = _end_of_expression(tokens, index + 2)
            continue
        if token.kind == "word" and depth < _MAX_DEPTH:
            block, end = _block(tokens, index, depth)
            if block is not None:
                blocks.append(block)
                index = end
                continue
        index = _closing(tokens, index) + 1 if token.text in "{([" else index + 1
    return attributes, tuple(blocks), index


def _block(tokens: tuple[Token, ...], index: int, depth: int) -> tuple[Block | None, int]:
    labels: list[str] = []
    position = index + 1
    while position < len(tokens) and tokens[position].kind in {"string", "word"}:
        labels.append(tokens[position].text.strip('"'))
        position += 1
    if position >= len(tokens) or tokens[position].text != "{":
        return None, index
    attributes, blocks, end = _body(tokens, position + 1, depth + 1)
    return Block(tokens[index].text, tuple(labels), tokens[index].line, attributes, blocks), end + 1


def _attribute(tokens: tuple[Token, ...], index: int) -> Attribute:
    name = tokens[index]
    rest = tokens[index + 2 : index + 4]
    alone = len(rest) == 1 or (len(rest) == 2 and (rest[1].kind == "newline" or rest[1].text in {"}", ",", "]"}))
    value = rest[0].text if rest and alone and rest[0].kind in {"string", "number", "word"} else None
    is_literal = value is not None and (rest[0].kind != "word" or value in {"true", "false", "null"})
    quoted = is_literal and rest[0].kind == "string"
    literal = value[1:-1] if quoted and value is not None else value if is_literal else None
    if _is_empty_list(tokens, index + 2):
        literal = "[]"
    return Attribute(name.text, literal, quoted, name.line, name.column)


def _is_empty_list(tokens: tuple[Token, ...], index: int) -> bool:
    if index >= len(tokens) or tokens[index].text != "[":
        return False
    rest = (tokens[at] for at in range(index + 1, len(tokens)) if tokens[at].kind != "newline")
    return next((token.text for token in rest), "") == "]"


def _end_of_expression(tokens: tuple[Token, ...], index: int) -> int:
    """Return the index behind an expression: it ends with its line, unless a bracket is open."""
    while index < len(tokens) and tokens[index].kind != "newline" and tokens[index].text != "}":
        index = _closing(tokens, index) + 1 if tokens[index].text in {"{", "(", "["} else index + 1
    return index


def _closing(tokens: tuple[Token, ...], index: int) -> int:
    depth = 0
    for position in range(index, len(tokens)):
        text = tokens[position].text
        depth += (text in {"{", "(", "["}) - (text in {"}", ")", "]"})
        if depth == 0:
            return position
    return len(tokens) - 1


def assignments(tokens: tuple[Token, ...]) -> Iterator[Attribute]:
    """Yield every `name = "…"` and `"name" : "…"` at any depth; `name = "X"` with `value = "…"` is X's value."""
    named: str | None = None
    for index, token in enumerate(tokens):
        following = tokens[index + 1].text if index + 1 < len(tokens) else ""
        if token.kind not in {"word", "string"} or following not in {"=", ":"}:
            continue
        attribute = _attribute(tokens, index)
        name = attribute.name.strip('"')
        if name == "name" and attribute.quoted:
            named = attribute.value
        if name == "value" and named is not None and attribute.quoted:
            yield Attribute(named, attribute.value, quoted=True, line=token.line, column=token.column)
            named = None
        elif attribute.quoted:
            yield Attribute(name, attribute.value, quoted=True, line=token.line, column=token.column)
