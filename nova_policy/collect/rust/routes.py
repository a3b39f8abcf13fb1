"""HTTP routes of actix-web and axum, and what else a file says about how they are served."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import Chain, arguments_of, chain_of, function_name, value_name
from nova_policy.collect.rust.registrations import (
    aliases_of,
    app_of,
    attribute_routes,
    guarded_functions,
    joins_of,
    plain_parameters,
    refusing_extractors,
)
from nova_policy.collect.rust.surroundings import base_link, keyword, surroundings
from nova_policy.collect.rust.syntax import Source, string_value
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_MENTIONED = re.compile(
    rb"App::new|Server::builder|Router\s*(?:::<[^>]*>)?::new|web::scope|web::resource|ServiceConfig"
    rb"|#\[(?:\w+::)*(?:get|post|put|delete|patch|head|route)\("
)
_CALLS = """(call_expression function: (field_expression field: (field_identifier) @name)
  (#any-of? @name "route" "to" "service" "configure" "nest" "merge" "nest_service" "wrap" "layer")) @it"""
_APPS = """(call_expression function: [(scoped_identifier) (generic_function)] @name
  (#match? @name "(^|::)(App|Router)(::<.*>)?::new$")) @it"""
_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "trace", "any", "connect"})


def read_http(source: Source) -> dict[str, Json]:
    """Return `{routes, attributes, joins, apps, wraps, guarded, plain, extractors}` of the production code.

    *joins* are functions and handlers handed to an app (`.configure(f)`, `.service(h)`) with what is around them;
    *guarded* names functions with an authenticating parameter, *plain* the parameters that may be of such a type
    of the crate, *extractors* these types; paths and places are still those of this file alone.
    """
    extractors = refusing_extractors(source)
    if not source.mentions(b"App::", b"Server::", b"web::", b"Router", b"#[") or not _MENTIONED.search(source.content):
        return {"extractors": [*extractors]} if extractors else {}
    routes: list[Json] = []
    joins: list[dict[str, Json]] = []
    wraps: list[Json] = []
    for call in source.production(_CALLS):
        name = function_name(source, call)
        if name in {"route", "to"}:
            routes += _routes(source, call, name)
        elif name in {"wrap", "layer"}:
            wraps += [{"name": value_name(source, node), "at": source.at(keyword(call))} for node in arguments_of(call)]
        else:
            joins += joins_of(source, call)
    aliases = aliases_of(source) if joins else {}
    return {
        "routes": routes,
        "attributes": attribute_routes(source),
        "joins": [{**join, "joined": aliases.get(str(join["joined"]), join["joined"])} for join in joins],
        "apps": [app_of(source, node) for node in source.production(_APPS)],
        "wraps": wraps,
        "guarded": guarded_functions(source),
        "plain": plain_parameters(source),
        "extractors": [*extractors],
    }


def _routes(source: Source, call: Node, name: str) -> list[Json]:
    chain = chain_of(source, call)
    base = function_name(source, chain.base).rpartition("::")[2]
    arguments = arguments_of(call)
    if name == "to":
        return _resource_route(source, call, chain, arguments) if base == "resource" else []
    if len(arguments) == 2:
        own: list[str | None] = [string_value(source, arguments[0])]
    elif len(arguments) == 1 and base == "resource":
        own = []
    else:
        return []
    around = surroundings(source, call, chain, own)
    return [
        {**around.to_json(source, call), "method": method, "handler": handler}
        for method, handler in _endpoints(source, arguments[-1])
    ]


def _resource_route(source: Source, call: Node, chain: Chain, arguments: tuple[Node, ...]) -> list[Json]:
    around = surroundings(source, call, chain, [])
    handler = value_name(source, arguments[0]) if arguments else ""
    return [{**around.to_json(source, call), "method": None, "handler": handler or None}]


def _endpoints(source: Source, node: Node) -> list[tuple[str | None, str | None]]:
    """Return method and handler of `web::get().to(h)` or `get(h).post(h2)`."""
    if node.type != "call_expression":
        return [(None, None)]
    chain = chain_of(source, node)
    found: list[tuple[str | None, str | None]] = []
    method = None
    for link in (base_link(source, chain), *chain.links):
        handler = (value_name(source, link.arguments[0]) or None) if link.arguments else None
        if link.name in _VERBS and link.arguments:
            found.append((link.name.upper(), handler))
        elif link.name in _VERBS:
            method = link.name.upper()
        elif link.name == "to":
            found.append((method, handler))
        elif link.name == "method" and handler:
            method = handler.rpartition("::")[2]
    return found or [(method, None)]
