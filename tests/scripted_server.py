"""A server on loopback that says what a test wants it to, and remembers what it was asked."""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Reply:
    """A response as it goes over the wire; *drip* seconds lie between its bytes."""

    body: bytes = b"{}"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0


@dataclass(frozen=True)
class Asked:
    """A request as it came: *path* with its query, *headers* with names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


Script = Callable[[Asked], Reply]


@dataclass
class Scripted:
    """A running server."""

    port: int
    scheme: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        return [item.path.partition("?")[0] for item in self.asked]


def opa_reply(result: Any, *, revision: str = "r1", version: str = "1.22.2", name: str = "nova") -> Reply:
    """Return what OPA 1.22 answers when it is asked with provenance=true; a *result* of None is undefined."""
    provenance = {"version": version, "bundles": {name: {"revision": revision}}}
    body: dict[str, Any] = {"provenance": provenance}
    if result is not None:
        body["result"] = result
    return Reply(json.dumps(body).encode(), headers={"Content-Type": "application/json"})


@contextmanager
def scripted(script: Script, tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    """Serve until the context ends."""
    asked: list[Asked] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script, asked))
    server.daemon_threads = True
    if tls is not None:
        # Shaking hands is left to the thread of the connection, where a client's refusal disturbs nobody.
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Scripted(server.server_address[1], "https" if tls else "http", asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(script: Script, asked: list[Asked]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Asked(self.command, self.path, headers, body)
            asked.append(request)
            self._say(script(request))

        do_GET = do_CONNECT = do_POST  # noqa: N815

        def _say(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            if not reply.drip:
                self.wfile.write(reply.body)
            for byte in reply.body if reply.drip else b"":
                self.wfile.write(bytes([byte]))
                time.sleep(reply.drip)

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True  # The client has left, or never trusted us.

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Handler
