"""Rust source as a syntax tree that answers queries."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Language, Node, Parser, Query

    from nova_policy.collect.rust.chains import Chain, Link

_LARGEST = 1024 * 1024

# The parser's error recovery is quadratic on long runs of one opening character.
_HOSTILE_RUNS = tuple(unit * 2000 for unit in (b"(", b"[", b"{", b"<", b"&", b'"', b"'", b"|", b"!", b".", b"#["))


class TooComplexError(Exception):
    """A file is larger or deeper than what one file may cost; the message says which, without its content."""


@dataclass(slots=True)
class Grammar:
    """The Rust grammar and the queries that were compiled for it; one per process and run."""

    language: Language
    parser: Parser
    queries: dict[str, Query] = field(default_factory=dict)

    def query(self, text: str) -> Query:
        """Return *text* compiled, once."""
        from tree_sitter import Query

        if text not in self.queries:
            self.queries[text] = Query(self.language, text)
        return self.queries[text]


def load_grammar() -> Grammar:
    """Return the Rust grammar."""
    import tree_sitter_rust
    from tree_sitter import Language, Parser

    language = Language(tree_sitter_rust.language())
    return Grammar(language, Parser(language))


@dataclass(slots=True)
class Source:
    """One parsed file.

    *test_spans* are the byte ranges of its test code, sorted and disjoint; *chains* and *holders* are what
    chains.py has read so far, by byte range; *functions* the functions by byte range, once they were asked for.
    """

    content: bytes
    grammar: Grammar
    root: Node
    test_spans: Sequence[tuple[int, int]] = ()
    chains: dict[tuple[int, int], Chain] = field(default_factory=dict)
    holders: dict[tuple[int, int], tuple[Link, ...]] = field(default_factory=dict)
    functions: list[tuple[int, int, Node]] | None = None

    def captures(self, query: str, span: tuple[int, int] | None = None) -> dict[str, list[Node]]:
        """Return the captured nodes by name, in order of their start, within the byte range *span*."""
        from tree_sitter import QueryCursor

        cursor = QueryCursor(self.grammar.query(query))
        if span:
            cursor.set_byte_range(*span)
        found = cursor.captures(self.root)
        return {name: sorted(nodes, key=_start) for name, nodes in found.items()}

    def nodes(self, query: str, span: tuple[int, int] | None = None) -> list[Node]:
        """Return what the one capture `@it` of *query* holds."""
        return self.captures(query, span).get("it", [])

    def found(self, pattern: re.Pattern[bytes], *kinds: str) -> list[Node]:
        """Return the nodes of *kinds* that lie around a match of *pattern*: faster than a query for what is rare.

        What *pattern* finds in comments and strings is in no such node, or in a greater one, and left out.
        """
        nodes = []
        for match in pattern.finditer(self.content):
            node = self.root.descendant_for_byte_range(match.start(), match.end())
            if node is not None and node.type in kinds:
                nodes.append(node)
        return nodes

    def mentions(self, *words: bytes) -> bool:
        """Say whether the file contains one of *words*: what a query looks for can be ruled out at no cost."""
        return any(word in self.content for word in words)

    def production(self, query: str) -> list[Node]:
        """Return what `@it` holds outside test code."""
        return [node for node in self.nodes(query) if not self.is_test(node.start_byte)]

    def function_at(self, node: Node) -> Node | None:
        """Return the innermost function around *node*."""
        if self.functions is None:
            found = self.nodes("(function_item) @it")
            self.functions = [(each.start_byte, each.end_byte, each) for each in found]
        index = bisect_right(self.functions, node.start_byte, key=lambda each: each[0]) - 1
        while index >= 0 and self.functions[index][1] < node.end_byte:
            index -= 1
        return self.functions[index][2] if index >= 0 else None

    def text(self, node: Node | None) -> str:
        """Return the source text of *node*; nothing for None."""
        return self.content[node.start_byte : node.end_byte].decode("utf-8", "replace") if node else ""

    def at(self, node: Node) -> list[int]:
        """Return line and column of *node*, from 1, columns in characters."""
        row, column = node.start_point
        before = self.content[node.start_byte - column : node.start_byte]
        return [row + 1, len(before.decode("utf-8", "replace")) + 1]

    def at_offset(self, offset: int) -> list[int]:
        """Return line and column of the byte at *offset*, as :meth:`at` does for a node."""
        start = self.content.rfind(b"\n", 0, offset) + 1
        column = len(self.content[start:offset].decode("utf-8", "replace")) + 1
        return [self.content.count(b"\n", 0, start) + 1, column]

    def is_test(self, offset: int) -> bool:
        """Say whether the byte at *offset* is part of test code."""
        index = bisect_right(self.test_spans, (offset, len(self.content) + 1)) - 1
        return index >= 0 and offset < self.test_spans[index][1]


def parse(content: bytes, grammar: Grammar) -> Source:
    """Parse *content*, which may hold any bytes; :class:`TooComplexError` when it is built to exhaust a parser."""
    if len(content) > _LARGEST:
        raise TooComplexError(f"larger than {_LARGEST} bytes")
    if any(run in content for run in _HOSTILE_RUNS):
        raise TooComplexError("the same opening character 2000 times in a row")
    return Source(content, grammar, grammar.parser.parse(content).root_node)


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the nodes around *node*, innermost first."""
    parent = node.parent
    while parent is not None:
        yield parent
        parent = parent.parent


def string_value(source: Source, node: Node | None) -> str | None:
    """Return what a string literal holds, escapes as written; None when *node* is no string literal."""
    if node is None or node.type not in {"string_literal", "raw_string_literal"}:
        return None
    return "".join(source.text(child) for child in node.named_children if child.type == "string_content")


def _start(node: Node) -> tuple[int, int]:
    return node.start_byte, -node.end_byte
