"""The syntax tree of a script, and what can be told from a node alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

MAX_DEPTH = 150
SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
_EXPRESSION = re.compile(rb"\$\{\{.{0,4000}?\}\}", re.DOTALL)
_HARMLESS = frozenset({"true", ":", "echo", "printf", "sleep", "logger", "date"})


def syntax_tree(source: bytes) -> Node:
    """Return the root of the tree; GitHub's expressions are words to it."""
    return _parser().parse(_EXPRESSION.sub(_hide, source)).root_node


@cache
def _parser() -> Parser:
    import tree_sitter
    import tree_sitter_bash

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def _hide(match: re.Match[bytes]) -> bytes:
    return re.sub(rb"[^\n]", b"X", match[0])


def descendants(node: Node, depth: int = 0) -> Iterator[Node]:
    """Yield the named nodes below *node*, parents first."""
    for child in node.named_children:
        yield child
        if depth < MAX_DEPTH:
            yield from descendants(child, depth + 1)


def downloads(node: Node, source: bytes) -> bool:
    """Tell whether a substitution runs curl or wget."""
    return bool(re.match(rb"[$<>(`\s]*(?:curl|wget)\b", source[node.start_byte : node.end_byte]))


def swallows(node: Node, source: bytes) -> bool:
    """Tell whether what follows `||` always succeeds, so that the failure before it is lost."""
    if node.type in {"redirected_statement", "pipeline", "list"}:
        return bool(node.named_children) and swallows(node.named_children[0], source)
    if node.type in {"compound_statement", "subshell"}:
        return not reacts(node, source) and bool(node.named_children) and swallows(node.named_children[-1], source)
    words = source[node.start_byte : node.end_byte].decode("utf-8", "replace").split()
    if node.type != "command" or not words:
        return False
    return words[0].rpartition("/")[2] in _HARMLESS or words[:2] in (["exit", "0"], ["return", "0"])


def reacts(node: Node, source: bytes) -> bool:
    """Tell whether a branch makes something of the failure: it ends, or remembers it in a variable."""
    for child in (node, *descendants(node)):
        text = source[child.start_byte : child.end_byte]
        if child.type == "variable_assignment":
            return True
        if child.type == "command" and re.match(rb"(?:exit|return)(?:\s+(?!0\b)|$)|false\b|break\b|continue\b", text):
            return True
    return False
