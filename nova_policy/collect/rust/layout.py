"""How a file is laid out: inline modules, `cfg` conditions, test functions and where test code lies."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nova_policy.collect.rust.cfg import needs_test, wanted_features
from nova_policy.collect.rust.syntax import Source
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_ATTRIBUTES = re.compile(
    rb"#\[\s*(?:cfg\s*\(|path\s*=|ignore\b|should_panic\b|quickcheck\b|(?:\w+\s*::\s*)*\w*(?:test|test_case)\s*[\](])"
)
_INNER = '(inner_attribute_item (attribute (identifier) @name (#eq? @name "cfg"))) @it'
_MODULES = re.compile(rb"mod\s+\w+\s*\{")
_TEST_NAME = re.compile(r"(?:^|::)(?:test|rstest|test_case|quickcheck|wasm_bindgen_test|\w*_test)$")
_COMMENTS = frozenset({"line_comment", "block_comment", "attribute_item"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """An outer attribute: its path as written, the text of its argument with the outer brackets, and its node."""

    name: str
    arguments: str
    node: Node

    @property
    def predicate(self) -> str:
        """What stands within its brackets."""
        return self.arguments[1:-1].strip()


@dataclass(frozen=True, slots=True)
class Condition:
    """The *predicate* of a `cfg( )` whose attribute is *node*, and the byte range that it is about."""

    start: int
    end: int
    predicate: str
    node: Node


@dataclass(frozen=True, slots=True)
class Item:
    """An item with the attributes above it that matter here."""

    node: Node
    attributes: tuple[Attribute, ...]

    def conditions(self) -> list[Condition]:
        """Return the item's `cfg( )` attributes."""
        start, end = self.node.start_byte, self.node.end_byte
        return [Condition(start, end, each.predicate, each.node) for each in self.attributes if each.name == "cfg"]

    def is_test(self) -> bool:
        """Say whether this is a function that a test harness calls."""
        return self.node.type == "function_item" and any(_TEST_NAME.search(a.name) for a in self.attributes)


@dataclass(frozen=True, slots=True)
class Layout:
    """*items* carry attributes; *modules* are inline modules; *conditions* are those of `cfg`, by their place."""

    items: tuple[Item, ...]
    modules: tuple[tuple[int, int, str], ...]
    conditions: tuple[Condition, ...]

    def module_path(self, offset: int) -> list[str]:
        """Return the inline modules around *offset*, outermost first."""
        return [name for start, end, name in self.modules if start < offset < end]

    def conditions_at(self, offset: int) -> list[str]:
        """Return the `cfg` predicates that hold over *offset*, sorted."""
        return sorted({each.predicate for each in self.conditions if each.start <= offset < each.end})

    def feature_places(self, source: Source) -> dict[str, Json]:
        """Return where the file first asks for each feature that it asks for."""
        found: dict[str, Json] = {}
        for each in self.conditions:
            for name in wanted_features(each.predicate):
                found.setdefault(name, [*source.at(each.node)])
        return found

    def attributes_of(self, node: Node) -> tuple[Attribute, ...]:
        """Return the known attributes of the item *node*."""
        return next((item.attributes for item in self.items if item.node.start_byte == node.start_byte), ())


def read_layout(source: Source) -> Layout:
    """Read the layout of *source* and note in it where its test code lies."""
    items = _items(source)
    modules = source.found(_MODULES, "mod_item")
    conditions = [*(each for item in items for each in item.conditions()), *_inner_conditions(source)]
    conditions.sort(key=lambda each: each.node.start_byte)
    named = tuple((node.start_byte, node.end_byte, source.text(node.child_by_field_name("name"))) for node in modules)
    tests = [(item.node.start_byte, item.node.end_byte) for item in items if item.is_test()]
    tests += [(each.start, each.end) for each in conditions if needs_test(each.predicate)]
    source.test_spans = _merged(tests)
    return Layout(items, named, tuple(conditions))


def _items(source: Source) -> tuple[Item, ...]:
    found: dict[int, tuple[Node, list[Attribute]]] = {}
    for node in source.found(_ATTRIBUTES, "attribute_item"):
        target = _target(node)
        if target is not None:
            found.setdefault(target.start_byte, (target, []))[1].append(_attribute(source, node))
    return tuple(Item(node, tuple(attributes)) for node, attributes in found.values())


def _target(attribute: Node) -> Node | None:
    node = attribute.next_named_sibling
    while node is not None and node.type in _COMMENTS:
        node = node.next_named_sibling
    return node


def _attribute(source: Source, node: Node) -> Attribute:
    inner = node.named_children[0]
    arguments = inner.child_by_field_name("arguments") or inner.child_by_field_name("value")
    return Attribute(source.text(inner.named_children[0]), source.text(arguments), node)


def _inner_conditions(source: Source) -> list[Condition]:
    if b"#![cfg" not in source.content:
        return []
    return [
        Condition(node.parent.start_byte, node.parent.end_byte, _attribute(source, node).predicate, node)
        for node in source.nodes(_INNER)
        if node.parent is not None
    ]


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
