"""Names of the metrics that code registers or emits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import arguments_of, chain_of, function_name
from nova_policy.collect.rust.syntax import Source, ancestors, string_value
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_MACROS = """(macro_invocation macro: [(identifier) (scoped_identifier)] @name
  (#match? @name "(^|::)(register_\\\\w+|(describe_|increment_|absolute_)?(counter|gauge|histogram))$")) @it"""
_CONSTRUCTORS = """(call_expression function: (scoped_identifier) @name
  (#match? @name "(^|::)(\\\\w*Opts|(Int)?(Counter|Gauge)(Vec)?|Histogram(Vec)?)::(new|with_opts)$")) @it"""
_INSTRUMENTS = """(call_expression function: (field_expression field: (field_identifier) @name)
  (#match? @name "^[uif]64_\\\\w*(counter|histogram|gauge)$")) @it"""
_CALLS = "(call_expression function: (identifier)) @it"
_MACROS_HERE = re.compile(rb"(?:register_\w+|counter|gauge|histogram)!")
_CONSTRUCTORS_HERE = re.compile(
    rb"(?:Opts|Counter|CounterVec|Gauge|GaugeVec|Histogram|HistogramVec)::(?:new|with_opts)\b"
)
_INSTRUMENTS_HERE = re.compile(rb"\b[uif]64_\w*(?:counter|histogram|gauge)\s*\(")
_LAZY = """(macro_invocation macro: [(identifier) (scoped_identifier)] @name
  (#match? @name "(^|::)(lazy_static|thread_local)$")) @it"""
_IN_LAZY = re.compile(
    rb"(?:\b(register_\w+)!\s*[(\[{]\s*(?:(?:\w+::)*(?:\w*opts!|\w*Opts::new)\s*[(\[{]\s*)?"
    rb"|\b(\w+)::(?:new|with_opts)\s*\(\s*(?:(?:\w+::)*(?:\w*opts!|\w*Opts::new)\s*[(\[{]\s*)?)\"([^\"]*)\""
)
_NAME = re.compile(r"^[A-Za-z_:][A-Za-z0-9_:.]{0,119}$")
_TYPE = re.compile(r"(counter|gauge|histogram|summary)", re.IGNORECASE)
_LITERAL = re.compile(
    r'^[(\[{]\s*(?:(?:prometheus::)?(?:histogram_)?opts!\s*[(\[{]\s*|(?:\w+::)*\w*Opts::new\(\s*)?"([^"]*)"'
)
_UP_DOWN = "up_down"


def read_metrics(source: Source) -> list[Json]:
    """Return `{name, type, at}` of every metric whose name is a literal, in production code."""
    found: list[dict[str, Json]] = []
    if not source.mentions(b"ounter", b"auge", b"istogram", b"register_", b"Opts"):
        return []
    if _MACROS_HERE.search(source.content):
        found += _in_macros(source)
    if _CONSTRUCTORS_HERE.search(source.content):
        found += _constructed(source)
    if source.mentions(b"lazy_static!", b"thread_local!"):
        found += _in_lazy_statics(source)
    if _INSTRUMENTS_HERE.search(source.content):
        found += _instruments(source)
    return list({(str(each["name"]), str(each["at"])): each for each in found}.values())


def _in_macros(source: Source) -> Iterator[dict[str, Json]]:
    for node in source.production(_MACROS):
        match = _LITERAL.match(source.text(node.named_children[-1]))
        macro = source.text(node.child_by_field_name("macro"))
        if match and _TYPE.search(macro):
            yield from _metric(match[1], _type(macro), source, node)


def _in_lazy_statics(source: Source) -> Iterator[dict[str, Json]]:
    """Read the statics that a macro declares: within it the grammar sees tokens only."""
    for node in source.production(_LAZY):
        for match in _IN_LAZY.finditer(source.content, node.start_byte, node.end_byte):
            maker = (match[1] or match[2]).decode()
            name = match[3].decode("utf-8", "replace")
            if _TYPE.search(maker) and _NAME.match(name):
                yield {"name": name, "type": _type(maker), "at": source.at_offset(match.start())}


def _constructed(source: Source) -> Iterator[dict[str, Json]]:
    parameters: dict[str, tuple[int, str]] = {}
    for node in source.production(_CONSTRUCTORS):
        arguments = arguments_of(node)
        name = string_value(source, arguments[0]) if arguments else None
        kind = _constructed_type(source, node)
        if name is not None:
            yield from _metric(_qualified(source, node, name), kind, source, node)
        elif arguments and arguments[0].type == "identifier":
            _note_helper(source, node, source.text(arguments[0]), kind, parameters)
    if parameters:
        yield from _through_helpers(source, parameters)


def _note_helper(source: Source, node: Node, name: str, kind: str, helpers: dict[str, tuple[int, str]]) -> None:
    """Note the function around *node* when the metric's *name* is one of its parameters."""
    owner = source.function_at(node)
    listed = owner.child_by_field_name("parameters") if owner else None
    for index, parameter in enumerate(
        each for each in (listed.named_children if listed else []) if each.type == "parameter"
    ):
        if owner is not None and source.text(parameter.child_by_field_name("pattern")) == name:
            helpers.setdefault(source.text(owner.child_by_field_name("name")), (index, kind))


def _through_helpers(source: Source, helpers: Mapping[str, tuple[int, str]]) -> Iterator[dict[str, Json]]:
    for node in source.production(_CALLS):
        index, kind = helpers.get(function_name(source, node), (-1, ""))
        arguments = arguments_of(node)
        if 0 <= index < len(arguments) and (name := string_value(source, arguments[index])) is not None:
            yield from _metric(name, kind, source, node)


def _instruments(source: Source) -> Iterator[dict[str, Json]]:
    for node in source.production(_INSTRUMENTS):
        method = function_name(source, node)
        name = string_value(source, next(iter(arguments_of(node)), None))
        if name is not None:
            yield from _metric(name, "gauge" if _UP_DOWN in method else _type(method), source, node)


def _metric(name: str, kind: str, source: Source, node: Node) -> Iterator[dict[str, Json]]:
    if _NAME.match(name):
        yield {"name": name, "type": kind, "at": source.at(node)}


def _qualified(source: Source, node: Node, name: str) -> str:
    """Put namespace and subsystem, set by the methods that follow, in front of *name*."""
    parts = {"namespace": "", "subsystem": ""}
    for link in chain_of(source, node).links:
        if link.name in parts and link.arguments:
            parts[link.name] = string_value(source, link.arguments[0]) or ""
    return "_".join(part for part in (parts["namespace"], parts["subsystem"], name) if part)


def _constructed_type(source: Source, node: Node) -> str:
    own = function_name(source, node)
    if _TYPE.search(own):
        return _type(own)
    for around in ancestors(node):
        if around.type == "call_expression" and _TYPE.search(function_name(source, around)):
            return _type(function_name(source, around))
        if around.type == "macro_invocation":
            return _type(source.text(around.child_by_field_name("macro")))
        if around.type == "let_declaration":
            return _type_of_user(source, around)
        if around.type == "function_item":
            break
    return "unknown"


def _type_of_user(source: Source, binding: Node) -> str:
    """Return the type of the metric that is constructed from the options that *binding* names."""
    owner = source.function_at(binding)
    variable = re.escape(source.text(binding.child_by_field_name("pattern")).removeprefix("mut "))
    user = re.search(rf"(\w+)::(?:new|with_opts)\(\s*{variable}\b", source.text(owner))
    return _type(user[1]) if user else "unknown"


def _type(name: str) -> str:
    match = _TYPE.search(name)
    return match[1].lower() if match else "unknown"
