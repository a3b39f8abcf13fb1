"""HTTP routes of actix-web and axum, the middleware around them, and the apps they are registered on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nova_policy.collect.rust.authentication import authenticates
from nova_policy.collect.rust.chains import Chain, Link, arguments_of, chain_of, function_name, passed_to, value_name
from nova_policy.collect.rust.syntax import Source, enclosing, string_value
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
_ATTRIBUTES = """(attribute_item (attribute [(identifier) (scoped_identifier)] @name arguments: (token_tree))
  (#match? @name "^(.*::)?(get|post|put|delete|patch|head|options|route)$")) @it"""
_PLAIN_CALLS = "(call_expression function: [(identifier) (scoped_identifier)]) @it"
_FUNCTIONS = "(function_item parameters: (parameters (parameter))) @it"
_VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "trace", "any", "connect"})
_WRAPS = frozenset({"wrap", "wrap_fn", "layer", "route_layer"})
_HOLDERS = frozenset({"service", "nest", "merge", "nest_service", "configure"})
_FIRST_STRING = re.compile(r'"([^"]*)"')
_METHOD = re.compile(r'method\s*=\s*"(\w+)"')


@dataclass(slots=True)
class _Around:
    """What surrounds a registration within its function, inner before outer."""

    prefix: list[str | None] = field(default_factory=list)
    middleware: list[str] = field(default_factory=list)
    app: list[int] | None = None
    framework: str = "actix-web"

    def to_json(self, source: Source, node: Node) -> dict[str, Json]:
        """Return the fields that every registration carries for joining within the crate."""
        path = None if None in self.prefix else "".join(part or "" for part in reversed(self.prefix))
        owner = enclosing(node, "function_item")
        return {
            "path": path,
            "middleware": sorted(set(self.middleware)),
            "app": self.app,
            "framework": self.framework,
            "function": source.text(owner.child_by_field_name("name")) if owner else "",
            "at": source.at(_keyword(node)),
        }


def read_http(source: Source) -> dict[str, Json]:
    """Return `{routes, attributes, joins, apps, wraps, guarded}` of the production code.

    *joins* are functions and handlers handed to an app (`.configure(f)`, `.service(h)`) with what is around them;
    *guarded* names functions with an authenticating parameter; paths and places are still those of this file alone.
    """
    if not source.mentions(b"App::", b"Server::", b"web::", b"Router", b"#[") or not _MENTIONED.search(source.content):
        return {}
    routes: list[Json] = []
    joins: list[Json] = []
    wraps: list[Json] = []
    for call in source.production(_CALLS):
        name = function_name(source, call)
        if name in {"route", "to"}:
            routes += _routes(source, call, name)
        elif name in {"wrap", "layer"}:
            wraps += [
                {"name": value_name(source, node), "at": source.at(_keyword(call))} for node in arguments_of(call)
            ]
        else:
            joins += _joins(source, call)
    return {
        "routes": routes,
        "attributes": _attribute_routes(source),
        "joins": joins,
        "apps": [_app(source, node) for node in source.production(_APPS)],
        "wraps": wraps,
        "guarded": _guarded(source),
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
    around = _surroundings(source, call, chain, own)
    return [
        {**around.to_json(source, call), "method": method, "handler": handler}
        for method, handler in _endpoints(source, arguments[-1])
    ]


def _resource_route(source: Source, call: Node, chain: Chain, arguments: tuple[Node, ...]) -> list[Json]:
    around = _surroundings(source, call, chain, [])
    handler = value_name(source, arguments[0]) if arguments else ""
    return [{**around.to_json(source, call), "method": None, "handler": handler or None}]


def _endpoints(source: Source, node: Node) -> list[tuple[str | None, str | None]]:
    """Return method and handler of `web::get().to(h)` or `get(h).post(h2)`."""
    if node.type != "call_expression":
        return [(None, None)]
    chain = chain_of(source, node)
    found: list[tuple[str | None, str | None]] = []
    method = None
    for link in (_base_link(source, chain), *chain.links):
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


def _base_link(source: Source, chain: Chain) -> Link:
    return Link(function_name(source, chain.base).rpartition("::")[2], arguments_of(chain.base), chain.base)


def _surroundings(source: Source, call: Node, chain: Chain, own: list[str | None]) -> _Around:
    around = _Around(prefix=own)
    _add_level(source, call, chain, around)
    top = chain.top
    for link in passed_to(source, top):
        if link.name not in _HOLDERS:
            continue
        if link.name in {"nest", "nest_service"} and link.arguments:
            around.prefix.append(string_value(source, link.arguments[0]))
        _add_level(source, link.call, chain_of(source, link.call), around)
    return around


def _add_level(source: Source, call: Node, chain: Chain, around: _Around) -> None:
    base = _base_link(source, chain)
    axum = function_name(source, chain.base).endswith("Router::new") or any(
        link.name == "layer" for link in chain.links
    )
    # An axum layer wraps what was added before it, an actix wrap everything beside it.
    links = chain.after(call) if axum else chain.links
    around.middleware += _wrapped(source, links)
    if base.name in {"scope", "resource"} and base.arguments:
        around.prefix.append(string_value(source, base.arguments[0]))
    if function_name(source, chain.base).endswith(("App::new", "Router::new")):
        around.app = source.at(chain.base)
        around.framework = "axum" if axum else "actix-web"
    elif axum:
        around.framework = "axum"


def _wrapped(source: Source, links: tuple[Link, ...]) -> list[str]:
    names = [value_name(source, node) for link in links if link.name in _WRAPS for node in link.arguments[-1:]]
    return [name for name in names if name]


def _joins(source: Source, call: Node) -> list[Json]:
    chain = chain_of(source, call)
    method = function_name(source, call)
    found: list[Json] = []
    for node in arguments_of(call)[-1:]:
        for name in _handed(source, node, method):
            around = _surroundings(source, call, chain, [])
            if method.startswith("nest"):
                around.prefix.insert(0, string_value(source, arguments_of(call)[0]))
            found.append({**around.to_json(source, call), "joined": name})
    return found


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


def _attribute_routes(source: Source) -> list[Json]:
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


def _app(source: Source, node: Node) -> Json:
    chain = chain_of(source, node)
    owner = enclosing(node, "function_item")
    return {
        "at": source.at(node),
        "framework": "axum" if function_name(source, node).endswith("Router::new") else "actix-web",
        "middleware": sorted(set(_wrapped(source, chain.links))),
        "nested": any(link.name in _HOLDERS for link in passed_to(source, chain.top)),
        "function": source.text(owner.child_by_field_name("name")) if owner else "",
    }


def _guarded(source: Source) -> list[Json]:
    """Return the names of functions that only known callers reach, because of a parameter."""
    found = set()
    for node in source.production(_FUNCTIONS):
        parameters = node.child_by_field_name("parameters")
        for parameter in parameters.named_children if parameters else []:
            if parameter.type == "parameter" and authenticates(source.text(parameter.child_by_field_name("type"))):
                found.add(source.text(node.child_by_field_name("name")))
    return [*sorted(found)]


def _keyword(call: Node) -> Node:
    """Return the method's name in a chain: the line where a person reads the registration."""
    function = call.child_by_field_name("function")
    field_name = function.child_by_field_name("field") if function is not None else None
    return field_name or call
