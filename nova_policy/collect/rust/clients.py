"""Where code makes clients of other services: HTTP by reqwest and hyper, gRPC by tonic."""

from __future__ import annotations

import re

from nova_policy.collect.rust.syntax import Source
from nova_policy.model import Json

_LIBRARIES = (b"reqwest", b"hyper", b"tonic")
_MADE = re.compile(
    rb"(?:Client|ClientBuilder|Channel|Endpoint)\s*::\s*(?:new|builder|default|connect|with_interceptor|with_origin"
    rb"|from_static|from_shared|balance_list|balance_channel)\b"
)
_GOT = re.compile(rb"reqwest\s*::\s*(?:blocking\s*::\s*)?get\b")
_OWN_HEALTH = re.compile(rb'"https?://(?:127\.0\.0\.1|0\.0\.0\.0|localhost|\[::1?\])[^"\s]*health')
_NEAR = 300
_HOST = re.compile(rb'"https?://([^"/:\s]*)')
_PUBLIC = re.compile(rb"(?i)(?:[a-z0-9-]+\.)+(?!(?:internal|lan|local|localhost|svc|test)$)[a-z]{2,}")
_HTTP = re.compile(r"(?:^|::)(?:Client|ClientBuilder)::(?:new|builder|default)$")
_CHANNEL = re.compile(r"(?:^|::)(?:Channel|Endpoint)::\w+$")
_GENERATED = re.compile(r"(?:^|::)([A-Z]\w*Client)::(?:connect|with_interceptor|with_origin)$")
_HTTP_PATH = re.compile(r"^(?:reqwest|hyper|hyper_util)::")
_HTTP_USED = re.compile(rb"\buse\s+(?:reqwest|hyper|hyper_util)\b[^;]*\b(?:Client|ClientBuilder)\b(?!\s+as\b)")
_CHANNEL_PATH = re.compile(r"^(?:tonic|transport)::")
_CHANNEL_USED = re.compile(rb"\buse\s+tonic\b[^;]*\b(?:Channel|Endpoint)\b")


def read_clients(source: Source) -> list[Json]:
    """Return `{name, kind, at}` of every client that production code makes; *name* as written.

    *kind* is http, grpc, or external, an HTTP client in a file that names public hosts only. What a program makes to
    ask for its own health, as containers have it, is no client of another service.
    """
    if not source.mentions(*_LIBRARIES):
        return []
    found: list[Json] = []
    for node in (*source.found(_MADE, "scoped_identifier"), *source.found(_GOT, "scoped_identifier")):
        name = re.sub(r"\s", "", source.text(node))
        kind = None if source.is_test(node.start_byte) else _kind(source, name)
        near = source.content[max(0, node.start_byte - _NEAR) : node.end_byte + _NEAR]
        if kind and not _OWN_HEALTH.search(near):
            external = kind == "http" and _names_public_hosts_only(source)
            found.append({"name": name, "kind": "external" if external else kind, "at": source.at(node)})
    return found


def _kind(source: Source, name: str) -> str | None:
    if re.fullmatch(r"reqwest::(?:blocking::)?get", name):
        return "http"
    if _HTTP.search(name):
        here = _HTTP_PATH.match(name) or (name.count("::") == 1 and _HTTP_USED.search(source.content))
        return "http" if here else None
    if _CHANNEL.search(name):
        here = _CHANNEL_PATH.match(name) or (name.count("::") == 1 and _CHANNEL_USED.search(source.content))
        return "grpc" if here else None
    return "grpc" if (made := _GENERATED.search(name)) and _is_generated(source, name, made[1]) else None


def _names_public_hosts_only(source: Source) -> bool:
    hosts = _HOST.findall(source.content)
    return bool(hosts) and all(_PUBLIC.fullmatch(host) for host in hosts)


def _is_generated(source: Source, name: str, client: str) -> bool:
    """Say whether *client* comes from a module as tonic generates it, `shop_service_client`."""
    imported = re.compile(rb"\w_client\s*::[^;]*\b" + client.encode() + rb"\b")
    return f"_client::{client}::" in name or bool(imported.search(source.content))
