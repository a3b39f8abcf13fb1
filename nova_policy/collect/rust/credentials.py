"""Credentials that code falls back to. Names only; the value is looked at and forgotten."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nova_policy.collect.rust.chains import arguments_of
from nova_policy.collect.rust.syntax import Source
from nova_policy.model import Json

if TYPE_CHECKING:
    from tree_sitter import Node

_FALLBACKS = """(call_expression function: (field_expression field: (field_identifier) @name)
  (#any-of? @name "unwrap_or" "unwrap_or_else")) @it"""
_FUNCTIONS = """(function_item name: (identifier) @name
  (#match? @name "(secret|passw|token|api_?key|private_?key|access_?key|credential)")) @it"""
_VARIABLE = re.compile(r'\bvar(?:_os)?\s*\(\s*"([A-Za-z_][A-Za-z0-9_]*)"\s*\)')
_LITERAL = re.compile(
    r"""^(?:\|\s*_?\w*\s*\|\s*)?\{?\s*(?:String::from\(\s*)?r?\#*"((?:[^"\\]|\\.)+)"\#*\s*\)?"""
    r"""(?:\.(?:to_string|into|to_owned)\(\))?\s*\}?$""",
    re.DOTALL,
)
_SECRET = re.compile(
    r"(?:^|_)(?:SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PWD|TOKEN|API_?KEY|CREDENTIALS?|(?:PRIVATE|ACCESS|SECRET|ENCRYPTION"
    r"|SIGNING|MASTER|HMAC|JWT|AUTH)_KEY|PEPPER|SALT)(?:_|$)"
)
_NO_SECRET = re.compile(
    r"_(?:TTL|EXPIR\w*|SECS?|SECONDS|MINUTES|HOURS|DAYS|PATH|FILE|DIR|ID|NAME|URL|URI|LEN|LENGTH|SIZE|HEADER|ISSUER"
    r"|AUDIENCE|COUNT|LIMIT|ALGORITHM|TYPE|VERSION|ENABLED|PREFIX)$"
)
_URL_PASSWORD = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s/:@]*:[^\s/@]+@")
_READ = re.compile(rb"var(?:_os)?\s*\(\s*\"")
_NAMED = re.compile(rb"fn\s+\w*(?:secret|passw|token|api_?key|private_?key|access_?key|credential)\w*\s*\(\s*\)")


def read_default_credentials(source: Source) -> list[Json]:
    """Return `{name, kind, at}` of the production code's literal fallbacks for secrets."""
    found: list[Json] = []
    if b"unwrap_or" in source.content and _READ.search(source.content):
        found += [each for call in source.production(_FALLBACKS) if (each := _fallback(source, call))]
    for function in source.production(_FUNCTIONS) if _NAMED.search(source.content) else ():
        if _returns_literal(source, function):
            name = source.text(function.child_by_field_name("name"))
            found.append({"name": name, "kind": "function", "at": source.at(function)})
    return found


def _fallback(source: Source, call: Node) -> Json:
    function = call.child_by_field_name("function")
    receiver = function.child_by_field_name("value") if function else None
    arguments = arguments_of(call)
    if receiver is None or receiver.end_byte - receiver.start_byte > 400 or not arguments:
        return None
    variable = _VARIABLE.search(source.text(receiver))
    literal = _LITERAL.match(source.text(arguments[0]))
    if variable is None or literal is None:
        return None
    name = variable[1]
    secret = bool(_SECRET.search(name.upper())) and not _NO_SECRET.search(name.upper())
    if not secret and not _URL_PASSWORD.match(literal[1]):
        return None
    return {"name": name, "kind": "environment", "at": source.at(call)}


def _returns_literal(source: Source, function: Node) -> bool:
    body = function.child_by_field_name("body")
    parameters = function.child_by_field_name("parameters")
    if body is None or (parameters is not None and parameters.named_child_count):
        return False
    statements = [node for node in body.named_children if not node.type.endswith("comment")]
    return len(statements) == 1 and bool(_LITERAL.match(source.text(statements[0])))
