"""What is handed to an app rather than registered in place: functions, handlers with attributes, and the apps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.authentication import authenticates
from nova_policy.collect.rust.chains import arguments_of, chain_of, function_name, passed_to
from nova_policy.collect.rust.surroundings import HOLDERS, surroundings, wrapped_names
from nova_policy.collect.rust.syntax import Source, string_value
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_ATTRIBUTES = """(attribute_item (attribute [(identifier) (scoped_identifier)] @name arguments: (token_tree))
  (#match? @name "^(.*::)?(get|post|put|delete|patch|head|options|route)$")) @it"""
_PLAIN_CALLS = "(call_expression function: [(identifier) (scoped_identifier)]) @it"
_ALIASES = "(use_as_clause) @it"
_FUNCTIONS = "(function_item parameters: (parameters (parameter))) @it"
_EXTRACTORS = """(impl_item trait: [(type_identifier) (scoped_type_identifier) (generic_type)] @name
  type: (type_identifier) @it (#match? @name "(^|::)FromRequest(Parts)?(<.*>)?$"))"""
_REFUSED = re.compile(r"(?i)unauthorized|forbidden|\b40[13]\b")
_PLAIN_TYPE = re.compile(r"(?:\w+::)*([A-Z]\w*)")
_TAKEN = re.compile(r"\.extensions\(\)\s*\.get::<([^<>]+)>")
_FIRST_STRING = re.compile(r'"([^"]*)"')
_METHOD = re.compile(r'method\s*=\s*"(\w+)"')


def joins_of(source: Source, call: Node) -> list[dict[str, Json]]:
    """Return what *call* (`.configure(f)`, `.service(h)` …) hands on, as `joined`, with what is around it."""
    chain = chain_of(source, call)
    method = function_name(source, call)
    found: list[dict[str, Json]] = []
    for node in arguments_of(call)[-1:]:
        for name in _handed(source, node, method):
            around = surroundings(source, call, chain, [])
            if method.startswith("nest"):
                around.prefix.insert(0, string_value(source, arguments_of(call)[0]))
            found.append({**around.to_json(source, call), "joined": name})
    return found


def aliases_of(source: Source) -> dict[str, str]:
    """Return what `use a::b as c` calls `c`."""
    named = source.nodes(_ALIASES) if source.mentions(b" as ") else []
    return {
        source.text(node.child_by_field_name("alias")): source.text(node.child_by_field_name("path")) for node in named
    }


def attribute_routes(source: Source) -> list[Json]:
    """Return `{method, path, handler, at}` of every `#[get("/x")]` and the like."""
    found: list[Json] = []
    for node in source.production(_ATTRIBUTES):
        attribute = node.named_children[0]
        path = _FIRST_STRING.search(source.text(attribute.child_by_field_name("arguments")))
        target = node.next_named_sibling
        while target is not None and target.type in {"attribute_item", "line_comment", "block_comment"}:
            target = target.next_named_sibling
        if path is None or target is None or target.type != "function_item":
            continue
        verb = source.text(attribute.named_children[0]).rpartition("::")[2]
        given = _METHOD.search(source.text(attribute))
        method = (given[1] if given else None) if verb == "route" else verb.upper()
        handler = source.text(target.child_by_field_name("name"))
        found.append({"method": method, "path": path[1], "handler": handler, "at": source.at(node)})
    return found


def app_of(source: Source, node: Node) -> Json:
    """Return `{framework, middleware, nested, function, at}` of an `App::new()` or `Router::new()`."""
    chain = chain_of(source, node)
    owner = source.function_at(node)
    return {
        "at": source.at(node),
        "framework": "axum" if function_name(source, node).endswith("Router::new") else "actix-web",
        "middleware": sorted(set(wrapped_names(source, chain.links))),
        "nested": any(link.name in HOLDERS for link in passed_to(source, chain.top)),
        "function": source.text(owner.child_by_field_name("name")) if owner else "",
    }


def guarded_functions(source: Source) -> list[Json]:
    """Return the names of functions that only known callers pass, by a parameter or the request's extensions."""
    found = set()
    for node in source.production(_FUNCTIONS):
        if any(authenticates(each) for each in [*_parameter_types(source, node), *_taken(source, node)]):
            found.add(source.text(node.child_by_field_name("name")))
    return [*sorted(found)]


def plain_parameters(source: Source) -> dict[str, Json]:
    """Return the parameters without generics, by function: an extractor of the crate may be among them."""
    found: dict[str, Json] = {}
    for node in source.production(_FUNCTIONS):
        plain = [match[1] for each in _parameter_types(source, node) if (match := _PLAIN_TYPE.fullmatch(each))]
        if plain:
            found[source.text(node.child_by_field_name("name"))] = [*sorted(plain)]
    return found


def refusing_extractors(source: Source) -> list[Json]:
    """Return the types that a handler only gets for a known caller: their FromRequest answers 401 or 403 else."""
    if not source.mentions(b"FromRequest"):
        return []
    found = {
        source.text(node)
        for node in source.production(_EXTRACTORS)
        if node.parent is not None and _REFUSED.search(source.text(node.parent))
    }
    return [*sorted(found)]


def _parameter_types(source: Source, function: Node) -> list[str]:
    parameters = function.child_by_field_name("parameters")
    typed = parameters.named_children if parameters else []
    return [source.text(each.child_by_field_name("type")) for each in typed if each.type == "parameter"]


def _handed(source: Source, node: Node, method: str) -> list[str]:
    """Return the functions that `.configure(f)`, `.configure(|c| f(c))`, `.service(h)` or `.merge(f())` hand on."""
    if node.type in {"identifier", "scoped_identifier"}:
        return [source.text(node)]
    if node.type == "closure_expression" and method == "configure":
        calls = source.nodes(_PLAIN_CALLS, (node.start_byte, node.end_byte))
        return [function_name(source, each) for each in calls if each.start_byte >= node.start_byte]
    if node.type == "call_expression" and method in {"merge", "nest", "nest_service"}:
        return [function_name(source, node)]
    return []


def _taken(source: Source, function: Node) -> list[str]:
    """Return the types that *function* takes out of a request's extensions, where middleware leaves the caller."""
    return _TAKEN.findall(source.text(function)) if source.mentions(b".extensions()") else []
