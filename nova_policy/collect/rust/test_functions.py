"""The test functions of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from nova_policy.collect.rust import assertions
from nova_policy.collect.rust.layout import Attribute, Item, Layout
from nova_policy.collect.rust.syntax import Source, ancestors, string_value
from nova_policy.collect.rust.topics import TopicReader
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_NAMES = "[(identifier) (scoped_identifier)]"
_BODY = f"""
(call_expression function: {_NAMES} @call)
(call_expression function: (field_expression field: (field_identifier) @call))
(call_expression function: (generic_function function: {_NAMES} @call))
(call_expression function: (generic_function function: (field_expression field: (field_identifier) @call)))
(macro_invocation) @macro
(try_expression) @try
[(string_literal) (raw_string_literal)] @string
"""
_PROPERTIES = """(macro_invocation macro: [(identifier) (scoped_identifier)] @name
  (#match? @name "(^|::)(proptest|quickcheck)$") (token_tree)) @it"""
_PROPERTY = re.compile(r"#\[\s*test\s*\](?:\s*#\[[^\]]*\])*\s*(?:pub\s+)?fn\s+(\w+)")
_FAILING = frozenset({"unwrap", "expect", "unwrap_err", "expect_err"})
_PANICS = frozenset({"panic", "todo", "unimplemented", "unreachable", "bail"})
_AROUND_CALLS = frozenset({"generic_function", "call_expression", "await_expression"})
_REMARK = re.compile(rb"[ \t]*(?://+|/\*)[^\w\n\x80-\xff]*[\w\x80-\xff]")
_COMMENTS = frozenset({"line_comment", "block_comment"})


@dataclass(slots=True)
class _Evidence:
    """What was seen between *start* and *end*, the bytes of one test's body."""

    start: int
    end: int
    calls: set[str] = field(default_factory=set)
    statuses: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)
    asserts: int = 0
    constant: int = 0
    constant_at: list[int] | None = None
    can_fail: bool = False

    def add_call(self, call: str, *, checks: bool) -> None:
        """Note a call of a function or method; *checks* says that it is one of a helper that checks something."""
        if assertions.is_plain_constructor(call):
            return
        self.calls.add(call)
        helper = checks or assertions.is_helper(call)
        self.asserts += helper
        self.can_fail |= helper or call.rpartition("::")[2] in _FAILING

    def add_macro(self, name: str, arguments: str, at: list[int] | None = None) -> None:
        """Note a macro with the bare text of its arguments, and where it stands."""
        inner = assertions.called_in(arguments)
        self.calls |= inner
        self.can_fail |= bool(inner & _FAILING) or name.rpartition("::")[2] in _PANICS
        if assertions.is_assertion(name):
            self.statuses |= assertions.status_codes(arguments)
            if not name.endswith("matches"):
                constant = assertions.is_constant(name, arguments)
                self.asserts += 1
                self.constant += constant
                self.constant_at = self.constant_at or (at if constant else None)
                self.can_fail |= not constant


def read_tests(source: Source, layout: Layout, topics: TopicReader) -> list[Json]:
    """Return the test functions of *source* in the shape of docs/facts/rust.md, without what only paths can tell.

    `cfg` holds the predicates around each; `at` is `[line, column]`.
    """
    items = [item for item in layout.items if item.is_test()]
    found: list[Json] = []
    if items:
        evidence = _gather(source, items, topics)
        found += [_test(source, layout, item, seen, topics) for item, seen in zip(items, evidence, strict=True)]
    if b"proptest!" in source.content or b"quickcheck!" in source.content:
        found += _property_tests(source, layout, topics)
    return found


def _gather(source: Source, items: list[Item], topics: TopicReader) -> list[_Evidence]:
    evidence = [_Evidence(*_span(item.node)) for item in items]
    ordered = sorted(evidence, key=lambda seen: seen.start)
    captured = source.captures(_BODY, (ordered[0].start, max(seen.end for seen in ordered)))
    for node, seen in _within(captured.get("call", []), ordered):
        called = assertions.last_two(source.text(node))
        seen.add_call(called, checks=assertions.may_check(called) and _is_statement(node))
    for node, seen in _within(captured.get("macro", []), ordered):
        name = source.text(node.child_by_field_name("macro"))
        seen.add_macro(name, assertions.bare(source.text(node.named_children[-1])), source.at(node))
    for _, seen in _within(captured.get("try", []), ordered):
        seen.can_fail = True
    for node, seen in _within(captured.get("string", []), ordered):
        seen.shapes |= topics.of_string(string_value(source, node) or "")
    return evidence


def _within(nodes: Iterable[Node], ordered: list[_Evidence]) -> Iterable[tuple[Node, _Evidence]]:
    """Pair *nodes*, in order of their start, with the test whose body they lie in."""
    remaining = iter(ordered)
    seen = next(remaining, None)
    for node in nodes:
        while seen is not None and node.start_byte >= seen.end:
            seen = next(remaining, None)
        if seen is None:
            return
        if node.start_byte >= seen.start:
            yield node, seen


def _is_statement(name: Node) -> bool:
    """Say whether the function *name* is called, or awaited, for what it does: nothing takes its answer."""
    around = [each for each in islice(ancestors(name), 5) if each.type not in _AROUND_CALLS]
    ends_test = len(around) > 1 and (around[0].type, around[1].type) == ("block", "function_item")
    return name.type != "field_identifier" and bool(around) and (around[0].type == "expression_statement" or ends_test)


def _span(function: Node) -> tuple[int, int]:
    body = function.child_by_field_name("body")
    return (body.start_byte, body.end_byte) if body else (function.end_byte, function.end_byte)


def _test(source: Source, layout: Layout, item: Item, seen: _Evidence, topics: TopicReader) -> Json:
    node = item.node
    attributes = {attribute.name: attribute for attribute in item.attributes}
    name = source.text(node.child_by_field_name("name"))
    body = node.child_by_field_name("body")
    return {
        **_place(layout, node.start_byte, name, source.at(node)),
        **_ignored(source, attributes.get("ignore")),
        "empty": not any(child.type not in _COMMENTS for child in body.named_children) if body else True,
        **_judged(
            seen,
            can_fail=seen.can_fail or "should_panic" in attributes or assertions.compiles_cases(seen.calls),
        ),
        "topics": sorted(
            topics.of_names(name, *layout.module_path(node.start_byte)) | topics.of_calls(seen.calls) | seen.shapes
        ),
    }


def _ignored(source: Source, ignore: Attribute | None) -> dict[str, Json]:
    """Say whether the test is ignored; a reason is what the attribute holds, or a comment behind it on its line."""
    if ignore is None:
        return {"ignored": False, "ignore_reason": None}
    given = ignore.arguments or _REMARK.match(source.content, ignore.node.end_byte)
    return {"ignored": True, "ignored_at": source.at(ignore.node), "ignore_reason": "given" if given else None}


def _place(layout: Layout, offset: int, name: str, at: list[int]) -> dict[str, Json]:
    module = "::".join(layout.module_path(offset))
    return {"name": name, "module": module, "at": at, "cfg": layout.conditions_at(offset)}


def _judged(seen: _Evidence, *, can_fail: bool) -> dict[str, Json]:
    constant = 0 < seen.asserts == seen.constant
    return {
        "asserts": seen.asserts,
        "constant_assert": constant,
        **({"constant_assert_at": list(seen.constant_at)} if constant and seen.constant_at else {}),
        "can_fail": can_fail,
        "calls": sorted(seen.calls),
        "status_codes": sorted(seen.statuses),
    }


def _property_tests(source: Source, layout: Layout, topics: TopicReader) -> list[Json]:
    found: list[Json] = []
    for node in source.nodes(_PROPERTIES):
        text = source.text(node)
        for match in _PROPERTY.finditer(text):
            following = _PROPERTY.search(text, match.end())
            body = text[match.end() : following.start() if following else len(text)]
            found.append(_property_test(source, layout, node, (match, text, body), topics))
    return found


def _property_test(
    source: Source, layout: Layout, macro: Node, found: tuple[re.Match[str], str, str], topics: TopicReader
) -> Json:
    match, text, body = found
    name = match[1]
    above, newline, before = text[: match.start(1)].rpartition("\n")
    line, column = source.at(macro)
    at = [line + above.count("\n") + 1, len(before) + 1] if newline else [line, column + len(before)]
    seen = _Evidence(0, 0)
    seen.add_macro("assert", assertions.bare(body))
    seen.asserts = len(re.findall(r"\b(?:prop_)?assert\w*!", body))
    return {
        **_place(layout, macro.start_byte, name, at),
        "ignored": False,
        "ignore_reason": None,
        "empty": False,
        **_judged(seen, can_fail=True),
        "topics": sorted(topics.of_names(name) | topics.of_calls(seen.calls)),
    }
