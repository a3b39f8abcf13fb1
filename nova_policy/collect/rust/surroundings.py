"""What surrounds a registration: scopes with their prefixes, middleware, and the app."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import Chain, Link, arguments_of, chain_of, function_name, passed_to, value_name
from nova_policy.collect.rust.syntax import Source, string_value
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

HOLDERS = frozenset({"service", "nest", "merge", "nest_service", "configure"})
"""Methods that put a service, a router or a function that registers routes into what they are called on."""

_WRAPS = frozenset({"wrap", "wrap_fn", "layer", "route_layer"})


@dataclass(slots=True)
class Around:
    """What surrounds a registration within its function, inner before outer."""

    prefix: list[str | None] = field(default_factory=list)
    middleware: list[str] = field(default_factory=list)
    app: list[int] | None = None
    framework: str = "actix-web"

    def to_json(self, source: Source, node: Node) -> dict[str, Json]:
        """Return the fields that every registration carries for joining within the crate."""
        path = None if None in self.prefix else "".join(part or "" for part in reversed(self.prefix))
        owner = source.function_at(node)
        return {
            "path": path,
            "middleware": sorted(set(self.middleware)),
            "app": self.app,
            "framework": self.framework,
            "function": source.text(owner.child_by_field_name("name")) if owner else "",
            "at": source.at(keyword(node)),
        }


def surroundings(source: Source, call: Node, chain: Chain, own: list[str | None]) -> Around:
    """Return what surrounds *call*, a link of *chain*; *own* is the path it gives itself, as a list of one or none."""
    around = Around(prefix=own)
    _add_level(source, call, chain, around)
    top = chain.top
    for link in passed_to(source, top):
        if link.name not in HOLDERS:
            continue
        if link.name in {"nest", "nest_service"} and link.arguments:
            around.prefix.append(string_value(source, link.arguments[0]))
        _add_level(source, link.call, chain_of(source, link.call), around)
    return around


def base_link(source: Source, chain: Chain) -> Link:
    """Return what the chain starts with as its first link."""
    return Link(function_name(source, chain.base).rpartition("::")[2], arguments_of(chain.base), chain.base)


def keyword(call: Node) -> Node:
    """Return the method's name in a chain: the line where a person reads the registration."""
    function = call.child_by_field_name("function")
    field_name = function.child_by_field_name("field") if function is not None else None
    return field_name or call


def wrapped_names(source: Source, links: tuple[Link, ...]) -> list[str]:
    """Return the names of the middleware that *links* put around what they are called on."""
    names = [value_name(source, node) for link in links if link.name in _WRAPS for node in link.arguments[-1:]]
    return [name for name in names if name]


def _add_level(source: Source, call: Node, chain: Chain, around: Around) -> None:
    base = base_link(source, chain)
    axum = function_name(source, chain.base).endswith("Router::new") or any(
        link.name == "layer" for link in chain.links
    )
    # An axum layer wraps what was added before it, an actix wrap everything beside it.
    links = chain.after(call) if axum else chain.links
    around.middleware += wrapped_names(source, links)
    if base.name in {"scope", "resource"} and base.arguments:
        around.prefix.append(string_value(source, base.arguments[0]))
    if function_name(source, chain.base).endswith(("App::new", "Router::new")):
        around.app = source.at(chain.base)
        around.framework = "axum" if axum else "actix-web"
    elif axum:
        around.framework = "axum"
