"""Builder chains: `base().a(…).b(…)`, read downwards from a call and upwards to the whole expression."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nova_policy.collect.rust.assertions import last_two
from nova_policy.collect.rust.syntax import Source, ancestors

if TYPE_CHECKING:
    from tree_sitter import Node

_GENERIC = re.compile(r"::\s*<.*>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """One call of a chain: *name* of the method or function, its *arguments* and the call itself."""

    name: str
    arguments: tuple[Node, ...]
    call: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """*base* is what the chain starts with; *links* its method calls from the base outwards; *top* the whole."""

    base: Node
    links: tuple[Link, ...]
    top: Node

    def after(self, call: Node) -> tuple[Link, ...]:
        """Return the links outside *call*."""
        return tuple(link for link in self.links if link.call.end_byte > call.end_byte)


def chain_of(source: Source, call: Node) -> Chain:
    """Return the whole chain that *call*, a call expression, is part of."""
    climbed = [call]
    # A node finds its parent from the root, so no step is taken twice: the chain is kept for every call on the way.
    while _span(climbed[-1]) not in source.chains and (outer := _outer(climbed[-1])) is not None:
        climbed.append(outer)
    chain = source.chains.get(_span(climbed[-1])) or _read_chain(source, climbed[-1])
    source.chains.update((_span(node), chain) for node in climbed)
    return chain


def _read_chain(source: Source, top: Node) -> Chain:
    links: list[Link] = []
    node = top
    while (receiver := _receiver(node)) is not None:
        if node.type == "call_expression":
            links.append(Link(_method(source, node), arguments_of(node), node))
        node = receiver
    return Chain(node, tuple(reversed(links)), top)


def _span(node: Node) -> tuple[int, int]:
    return node.start_byte, node.end_byte


def function_name(source: Source, call: Node) -> str:
    """Return the path that *call* calls without generic arguments, or the name of its method."""
    if call.type != "call_expression":
        return ""
    function = call.child_by_field_name("function")
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    if function is not None and function.type == "field_expression":
        function = function.child_by_field_name("field")
    return re.sub(r"\s", "", _GENERIC.sub("", source.text(function)))


def arguments_of(call: Node) -> tuple[Node, ...]:
    """Return the arguments of a call, comments left out."""
    arguments = call.child_by_field_name("arguments")
    children = arguments.named_children if arguments else []
    return tuple(node for node in children if node.type not in {"line_comment", "block_comment", "attribute_item"})


def value_name(source: Source, node: Node) -> str:
    """Return the name of what an expression passes on: `A::new(x)` is `A`, `from_fn(f)` is `f`, `x.clone()` is `x`."""
    for _ in range(8):
        if node.type == "call_expression":
            inner = arguments_of(node)
            receiver = _receiver(node)
            if (
                function_name(source, node).rpartition("::")[2] in {"from_fn", "from_fn_with_state", "wrap_fn"}
                and inner
            ):
                node = inner[-1]
            elif receiver is not None:
                node = receiver
            else:
                return _type_name(function_name(source, node))
        elif node.type in {"reference_expression", "parenthesized_expression", "await_expression", "try_expression"}:
            node = node.named_children[-1]
        else:
            break
    return last_two(source.text(node)) if node.type in {"identifier", "scoped_identifier", "generic_function"} else ""


def passed_to(source: Source, top: Node) -> tuple[Link, ...]:
    """Return the calls that *top* is an argument of, innermost first, also from within closures and blocks."""
    if _span(top) not in source.holders:
        source.holders[_span(top)] = tuple(_holders(source, top))
    return source.holders[_span(top)]


def _holders(source: Source, top: Node) -> Iterator[Link]:
    inner = top
    for node in ancestors(top):
        if node.type == "function_item":
            return
        if node.type == "call_expression":
            function = node.child_by_field_name("function")
            if function is None or inner.start_byte >= function.end_byte:
                yield Link(_method(source, node), arguments_of(node), node)
        inner = node


def _type_name(path: str) -> str:
    head, _, last = path.rpartition("::")
    return (
        head.rpartition("::")[2]
        if head and last[:1].islower() and head.rpartition("::")[2][:1].isupper()
        else last_two(path)
    )


def _outer(call: Node) -> Node | None:
    parent = call.parent
    if parent is None:
        return None
    if parent.type in {"await_expression", "try_expression"}:
        return parent
    if parent.type == "generic_function":
        parent = parent.parent
    if parent is not None and parent.type == "field_expression":
        outer = parent.parent
        if outer is not None and outer.type == "generic_function":
            outer = outer.parent
        return outer if outer is not None and outer.type == "call_expression" else None
    return None


def _receiver(node: Node) -> Node | None:
    if node.type in {"await_expression", "try_expression"}:
        return node.named_children[0]
    function = node.child_by_field_name("function") if node.type == "call_expression" else None
    if function is not None and function.type == "generic_function":
        function = function.child_by_field_name("function")
    return (
        function.child_by_field_name("value") if function is not None and function.type == "field_expression" else None
    )


def _method(source: Source, call: Node) -> str:
    return function_name(source, call).rpartition("::")[2]
