"""A real OPA on loopback with a bundle of ours, for as long as a context lasts."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from nova_policy.engines.server.address import Address
from nova_policy.engines.server.client import OpaServer
from nova_policy.engines.server.settings import ServerSettings
from nova_policy.errors import ToolError
from nova_policy.process import Running, running

_START_SECONDS = 30.0
_POLL_SECONDS = 0.05
_HOST = "127.0.0.1"
_LABEL = "started_by_nova_policy"


@dataclass(frozen=True, slots=True)
class LocalServer:
    """A running server: where it answers, and the program behind it."""

    address: Address
    program: Running


@contextmanager
def local_server(opa: Sequence[str], bundle: Path, port: int = 0) -> Iterator[LocalServer]:
    """Start OPA with the bundle file on *port* (0: a free one) and wait until the bundle is active.

    Nobody else on the network sees it, and it calls nobody. Raises ToolError with OPA's words when it does not start.
    """
    address = Address("http", _HOST, port or _free_port())
    listen = ["--addr", f"{_HOST}:{address.port}", "--skip-version-check", "--log-level", "error"]
    # Somebody else may answer at a port that was free a moment ago, or is not: only ours knows its name.
    name = token_hex(8)
    command = [*opa, "run", "--server", *listen, f"--set=labels.{_LABEL}={name}", "--bundle", str(bundle.resolve())]
    # Go reserves address space per thread and heap generously; what a server needs grows with who asks.
    with running(command, memory_limit=None) as program:
        _wait(program, address, name)
        yield LocalServer(address, program)


def _wait(program: Running, address: Address, name: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    with closing(OpaServer(ServerSettings(address))) as server:
        while not (server.is_active() and server.configuration().get("labels", {}).get(_LABEL) == name):
            if program.ended:
                raise ToolError(f"opa does not start at {address}: {program.complaint[:200]}", code="NOVA-S08")
            if time.monotonic() > deadline:
                raise ToolError(f"opa is not ready at {address} after {_START_SECONDS:g} s", code="NOVA-S08")
            time.sleep(_POLL_SECONDS)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])
