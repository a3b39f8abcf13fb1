"""Which other files a file leads to: `mod x;`, `#[path]`, `include!`, and the crates it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.layout import Attribute, Layout
from nova_policy.collect.rust.syntax import Source
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_DECLARED = re.compile(rb"mod\s+(?:r#)?\w+\s*;")
_MACROS = """(macro_invocation macro: [(identifier) (scoped_identifier)] @name (token_tree)
  (#match? @name "^(include|(cfg_if::)?cfg_if)$")) @it"""
_IN_MACRO = re.compile(r"\bmod\s+(\w+)\s*;")
_INCLUDED = re.compile(r'^\(\s*"([^"]+)"\s*,?\s*\)$')
_COMMENT = re.compile(rb"//[^\n]*|/\*.*?\*/", re.DOTALL)
_CRATE = re.compile(rb"\b([a-z_]\w*)::|\b(?:use|extern crate)\s+([a-z_]\w*)")


def declared_modules(source: Source, layout: Layout) -> list[Json]:
    """Return the modules that live in other files: `{name, path, inline, cfg}`.

    *path* is that of `#[path]`, or null; *inline* the inline modules around it, whose own `#[path]` is not followed.
    """
    found: list[Json] = []
    for node in source.found(_DECLARED, "mod_item"):
        name = source.text(node.child_by_field_name("name")).removeprefix("r#")
        found.append(_module(layout, node, name, _path(layout.attributes_of(node))))
    if b"cfg_if" in source.content or b"include!" in source.content:
        for node in source.nodes(_MACROS):
            found += _in_macro(source, layout, node)
    return found


def named_crates(content: bytes) -> list[Json]:
    """Return the first segments of all paths in *content*, comments left out; `$bin` when it runs a binary."""
    code = _COMMENT.sub(b" ", content)
    found = {(head or used).decode("ascii", "replace") for head, used in set(_CRATE.findall(code))}
    if b"CARGO_BIN_EXE_" in code or b"cargo_bin" in code:
        found.add("$bin")
    return [*sorted(found)]


def _module(layout: Layout, node: Node, name: str, path: str | None) -> Json:
    offset = node.start_byte
    return {"name": name, "path": path, "inline": layout.module_path(offset), "cfg": layout.conditions_at(offset)}


def _path(attributes: tuple[Attribute, ...]) -> str | None:
    return next((a.arguments.strip().strip('"') for a in attributes if a.name == "path"), None)


def _in_macro(source: Source, layout: Layout, node: Node) -> list[Json]:
    tokens = source.text(node.named_children[-1])
    if source.text(node.child_by_field_name("macro")) == "include":
        path = _INCLUDED.match(tokens)
        return [_module(layout, node, "", path[1])] if path else []
    return [_module(layout, node, name, None) for name in _IN_MACRO.findall(tokens)]
