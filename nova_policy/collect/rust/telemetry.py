"""Where code starts tracing, hands spans on, and sets correlation ids."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import chain_of, function_name
from nova_policy.collect.rust.syntax import Source, string_value
from nova_policy.collect.rust.topics import words
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_STARTED = (b"tracing_subscriber", b"env_logger", b"set_global_default", b"opentelemetry", b"sentry")
_CARRIED = (b"orrelation", b"RequestId", b"TraceParent", b"TraceContext")
_METHODS = """(call_expression function: (field_expression field: (field_identifier) @name)
  (#any-of? @name "init" "try_init" "set_global_default")) @it"""
_PATHS = """(call_expression function: [(scoped_identifier) (identifier)] @name
  (#match? @name "(^|::)(init|try_init|set_global_default|set_text_map_propagator)$")) @it"""
_SUBSCRIBER = re.compile(
    r"^(?:tracing_subscriber|env_logger|fmt\(|registry\(|Registry|FmtSubscriber|Subscriber|subscriber)"
)
_OPENTELEMETRY = re.compile(r"opentelemetry|\botel|OtelLayer", re.IGNORECASE)
_HEADERS = re.compile(rb'(?i)"(?:traceparent|tracestate|b3|x-b3-[a-z]+|x-correlation-id|x-request-id|x-trace-id)"')
_HEADER = r"traceparent|tracestate|b3|x-(b3-[a-z]+|(correlation|request|trace)-id)"
_STRINGS = f"""((string_literal) @it (#match? @it "(?i)^\\"({_HEADER})\\"$"))"""
_CORRELATION = re.compile(r"_(?:correlation(?:_id)?|request_id|trace_?parent|trace_id|trace_context)(?=_)")
_TYPES = """(struct_item name: (type_identifier) @name
  (#match? @name "[Cc]orrelation|RequestId|TraceParent|TraceContext")) @it"""
_INTERCEPTORS = """(call_expression
  function: (scoped_identifier name: (identifier) @name (#eq? @name "with_interceptor"))
  arguments: (arguments (_) (identifier) @it))"""
_NAMED_ID = re.compile(r"(?i)(?:correlation|request|trace)[-_]?id|traceparent")
_SPANS = re.compile(
    r"^(?:TracingLogger|TraceLayer|OpenTelemetryLayer|RequestTracing|OtelAxumLayer|OtelInResponseLayer)$"
)


def is_correlation(middleware: str) -> bool:
    """Say whether a middleware so named sets or passes on correlation ids."""
    return bool(_CORRELATION.search(words(middleware)))


def is_request_span(middleware: str) -> bool:
    """Say whether a middleware so named opens a span for each request."""
    return bool(_SPANS.match(middleware.rpartition("::")[2]))


def read_telemetry(source: Source) -> dict[str, Json]:
    """Return `{initialisers, propagators, sentry_init, correlation}` of the production code."""
    found: dict[str, Json] = {"correlation": _correlation(source)}
    if source.mentions(*_STARTED):
        calls = [*source.production(_METHODS), *source.production(_PATHS)]
        named = [(function_name(source, call), call) for call in calls]
        found["initialisers"] = [_initialiser(source, call) for name, call in named if _starts(source, name, call)]
        found["propagators"] = [{"at": source.at(c)} for n, c in named if n.endswith("set_text_map_propagator")]
        found["sentry_init"] = [{"at": source.at(c)} for n, c in named if n.endswith("sentry::init")]
    return found


def _starts(source: Source, name: str, call: Node) -> bool:
    if "::" in name:
        return name.endswith("set_global_default") or bool(_SUBSCRIBER.match(name))
    return name == "set_global_default" or bool(_SUBSCRIBER.match(source.text(chain_of(source, call).base)))


def _initialiser(source: Source, call: Node) -> Json:
    text = source.text(source.function_at(call) or call)
    return {"at": source.at(call), "opentelemetry": bool(_OPENTELEMETRY.search(text))}


def _correlation(source: Source) -> list[Json]:
    found: list[Json] = []
    if _HEADERS.search(source.content):
        for node in source.production(_STRINGS):
            name = (string_value(source, node) or "").lower()
            found.append({"name": name, "kind": "header", "at": source.at(node)})
    if source.mentions(*_CARRIED):
        for node in source.production(_TYPES):
            name = source.text(node.child_by_field_name("name"))
            found.append({"name": name, "kind": "defined", "at": source.at(node)})
    if source.mentions(b"with_interceptor"):
        found.extend(_intercepted(source))
    return found


def _intercepted(source: Source) -> list[Json]:
    """Return the interceptors of gRPC servers and clients that read or write an id of the request."""
    written = {
        source.text(function.child_by_field_name("name")): source.text(function)
        for function in source.production("(function_item) @it")
    }
    used = [(source.text(node), node) for node in source.production(_INTERCEPTORS)]
    return [
        {"name": name, "kind": "intercepted", "at": source.at(node)}
        for name, node in used
        if _NAMED_ID.search(written.get(name, name))
    ]
