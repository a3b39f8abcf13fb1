"""Where connection pools are made, and where code raises what a shared function allotted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import Link, chain_of, function_name
from nova_policy.collect.rust.syntax import Source, ancestors
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_FIELDS = "max_connections|max_size|pool_size|max_pool_size|pool_max_size|max_open"
_ASSIGNED = f"""(assignment_expression left: (field_expression field: (field_identifier) @name)
  (#match? @name "^({_FIELDS})$")) @it"""
_MAKERS = r"Pool(Options)?(::<[^>]*>)?::(new|connect|connect_lazy|connect_with|builder)$"
_MAKING_FUNCTIONS = r"(^|::)(create|init|build|new|connect)_(\\w+_)?pool$"
_MADE = f"""(call_expression function: [(identifier) (scoped_identifier) (generic_function)] @name
  (#match? @name "{_MAKERS}|{_MAKING_FUNCTIONS}")) @it"""
# Begins with letters that stand in each of these names, for which a text is searched ten times as fast.
_MADE_HERE = re.compile(rb"ool(?:(?:Options)?\s*(?:::<[^>]*>)?::\w|(?<=_pool)\s*\()")
_ASSIGNED_HERE = re.compile(rf"\.(?:{_FIELDS})\s*=[^=]".encode())
_SETTERS = frozenset(_FIELDS.split("|"))
_NUMBER = re.compile(r"^(\d[\d_]*)(?:[ui]\d+|[ui]size)?$")
_RAISED = re.compile(r"\bmax\s*\(\s*(?:.*,\s*)?(\d[\d_]*)(?:[ui]\w+)?\s*[,)]", re.DOTALL)


def read_pools(source: Source) -> list[Json]:
    """Return `{kind, function, max_connections, budget, min_override, at}` of the production code."""
    found: list[Json] = []
    if _MADE_HERE.search(source.content):
        found += [_made(source, call) for call in source.production(_MADE)]
    if _ASSIGNED_HERE.search(source.content):
        found += [each for node in source.production(_ASSIGNED) if (each := _assigned(source, node))]
    return found


def _made(source: Source, call: Node) -> Json:
    limit = None
    for link in chain_of(source, call).links:
        limit = _limit(source, link) if link.name in _SETTERS else limit
    return {
        "kind": "construct",
        "function": function_name(source, call),
        "max_connections": limit,
        "budget": None,
        "min_override": False,
        "at": source.at(call),
    }


def _limit(source: Source, link: Link) -> int | None:
    return _literal(source.text(link.arguments[0])) if link.arguments else None


def _literal(text: str) -> int | None:
    match = _NUMBER.match(text.strip())
    return int(match[1].replace("_", "")) if match and len(match[1]) < 10 else None


def _assigned(source: Source, node: Node) -> Json:
    left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
    variable = source.text(left.child_by_field_name("value") if left else None)
    budget = _budget(source, node, variable)
    if budget is None:
        return None
    condition = _condition(source, node, source.text(left))
    value, raises = _raised(source.text(right))
    return {
        "kind": "override",
        "function": source.text(left.child_by_field_name("field") if left else None),
        "max_connections": value,
        "budget": budget,
        "min_override": value is not None and (raises or condition is not None),
        "at": source.at(condition or node),
    }


def _raised(right: str) -> tuple[int | None, bool]:
    """Return the literal that *right* sets or raises to, and whether it can only raise."""
    raised = _RAISED.search(right) or re.search(r"\bmax\s*\(\s*(\d[\d_]*)", right)
    if raised:
        return _literal(raised[1]), True
    return _literal(right), False


def _condition(source: Source, node: Node, field: str) -> Node | None:
    """Return the `if field < …` around the assignment."""
    for around in ancestors(node):
        if around.type == "function_item":
            break
        if around.type == "if_expression":
            test = source.text(around.child_by_field_name("condition"))
            return around if re.match(rf"{re.escape(field)}\s*<", test) else None
    return None


def _budget(source: Source, node: Node, variable: str) -> str | None:
    """Return the function whose result *variable* holds, looked up in the function around *node*."""
    owner = source.function_at(node)
    if owner is None or not re.fullmatch(r"\w+", variable):
        return None
    before = source.content[owner.start_byte : node.start_byte].decode("utf-8", "replace")
    bound = re.findall(rf"\blet\s+mut\s+{variable}\s*(?::[^=;]+)?=\s*((?:\w+\s*::\s*)*\w+)\s*\(", before)
    return re.sub(r"\s", "", bound[-1]).rpartition("::")[2] if bound else None
