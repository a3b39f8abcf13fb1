"""GraphQL types and schemas of async-graphql and juniper: what is documented, what is limited."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import chain_of, value_name
from nova_policy.collect.rust.syntax import Source
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_DERIVED = "[(struct_item) (enum_item) (union_item)] @it"
_IMPLS = "(impl_item body: (declaration_list)) @it"
_SCHEMAS = """(call_expression function: (scoped_identifier) @name (#match? @name "(^|::)Schema::build$")) @it"""
_LOADER = '((type_identifier) @name (#eq? @name "DataLoader")) @it'
_LOADER_PATH = '(scoped_identifier path: (identifier) @name (#eq? @name "DataLoader")) @it'
_KINDS = {
    "SimpleObject": "simple_object",
    "GraphQLObject": "simple_object",
    "InputObject": "input_object",
    "GraphQLInputObject": "input_object",
    "Enum": "enum",
    "GraphQLEnum": "enum",
    "Union": "union",
    "GraphQLUnion": "union",
    "Interface": "interface",
    "MergedObject": "merged_object",
    "MergedSubscription": "merged_object",
}
_IMPL_KINDS = {
    "Object": "object",
    "ComplexObject": "object",
    "graphql_object": "object",
    "Subscription": "subscription",
    "graphql_subscription": "subscription",
}
_ATTRIBUTE = re.compile(r"^#\[\s*(?:\w+\s*::\s*)*(\w+)")
_DERIVE = re.compile(r"^#\[\s*derive\s*\((.*)\)\s*\]$", re.DOTALL)
_DESCRIBED = re.compile(r"\b(?:desc|description)\s*=|^#\[\s*doc\b")
_SKIPPED = re.compile(r"^#\[\s*graphql\s*\(.*\bskip(?:_output)?\b|^#\[\s*graphql\s*\(\s*(?:ignore|skip)", re.DOTALL)
_TYPES = frozenset({"type_identifier", "scoped_type_identifier", "generic_type"})
_MEMBERS = frozenset({"field_declaration", "enum_variant"})


def read_graphql(source: Source) -> dict[str, Json]:
    """Return `{types, schemas, loader}` of the production code; nothing when no GraphQL library is named."""
    if not source.mentions(b"async_graphql", b"juniper"):
        return {}
    described: set[str] = set()
    types = [found for node in source.production(_DERIVED) if (found := _derived(source, node, described))]
    types += [found for node in source.production(_IMPLS) if (found := _resolvers(source, node, described))]
    return {
        "types": types,
        "schemas": [_schema(source, node) for node in source.production(_SCHEMAS)],
        "loader": bool(source.production(_LOADER) or source.production(_LOADER_PATH)),
    }


def _derived(source: Source, node: Node, described: set[str]) -> Json:
    above = _above(source, node)
    name = source.text(node.child_by_field_name("name"))
    if _documented(above):
        described.add(name)
    derives = [match[1] for text in above if (match := _DERIVE.match(text))]
    names = {part.strip().rpartition("::")[2] for derive in derives for part in derive.split(",")}
    kind = next((_KINDS[known] for known in sorted(_KINDS) if known in names), None)
    if kind is None or (kind in {"enum", "union", "interface"} and node.type == "struct_item"):
        return None
    body = node.child_by_field_name("body")
    merges = kind == "merged_object"
    return {
        "name": name,
        "kind": kind,
        "at": source.at(node),
        "documented": _documented(above),
        "fields": [] if merges else _members(source, body, _MEMBERS),
        **({"merges": _merged(source, body)} if merges else {}),
    }


def _resolvers(source: Source, node: Node, described: set[str]) -> Json:
    above = _above(source, node)
    attributes = {match[1] for text in above if (match := _ATTRIBUTE.match(text))}
    kind = next((_IMPL_KINDS[name] for name in sorted(attributes) if name in _IMPL_KINDS), None)
    if kind is None:
        return None
    name = source.text(node.child_by_field_name("type"))
    return {
        "name": name,
        "kind": kind,
        "at": source.at(node),
        "documented": _documented(above) or name in described,
        "fields": _members(source, node.child_by_field_name("body"), frozenset({"function_item"})),
    }


def _merged(source: Source, body: Node | None) -> list[Json]:
    """Return the types in the tuple of a merged object, without their paths and generic arguments."""
    parts = body.named_children if body else []
    return [source.text(node).partition("<")[0].rpartition("::")[2].strip() for node in parts if node.type in _TYPES]


def _members(source: Source, body: Node | None, kinds: frozenset[str]) -> list[Json]:
    found: list[Json] = []
    for node in body.named_children if body else []:
        if node.type not in kinds:
            continue
        above = _above(source, node)
        if any(_SKIPPED.search(text) for text in above):
            continue
        name = source.text(node.child_by_field_name("name"))
        found.append({"name": name, "at": source.at(node), "documented": _documented(above)})
    return found


def _above(source: Source, node: Node) -> list[str]:
    """Return the attributes and doc comments directly above *node*."""
    found: list[str] = []
    above = node.prev_named_sibling
    while above is not None and above.type in {"attribute_item", "line_comment", "block_comment"}:
        found.append(source.text(above))
        above = above.prev_named_sibling
    return found


def _documented(above: list[str]) -> bool:
    return any(
        (text.startswith(("///", "/**")) and not text.startswith(("////", "/***"))) or _DESCRIBED.search(text)
        for text in above
    )


def _schema(source: Source, node: Node) -> Json:
    links = chain_of(source, node).links
    names = {link.name for link in links}
    extensions = {value_name(source, each) for link in links if link.name == "extension" for each in link.arguments}
    return {
        "at": source.at(node),
        "limits_depth": "limit_depth" in names,
        "limits_complexity": "limit_complexity" in names,
        "introspection_disabled": "disable_introspection" in names,
        "federation": "enable_federation" in names,
        "extensions": sorted(extensions - {""}),
    }
