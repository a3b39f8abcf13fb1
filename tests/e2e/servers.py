"""Servers that a test starts: each on ports of its own on loopback, with a log, ended with the test."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
PATIENCE_SECONDS = 120.0
_POLL_SECONDS = 0.1
_TAIL_LINES = 25


def free_ports(count: int) -> tuple[int, ...]:
    """Return ports of 127.0.0.1 that nothing listens on, all different."""
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    ports = tuple(int(one.getsockname()[1]) for one in sockets)
    for one in sockets:
        one.close()
    return ports


def listens(port: int) -> bool:
    """Tell whether something takes connections on a port of 127.0.0.1."""
    try:
        with socket.create_connection((HOST, port), timeout=5):
            return True
    except OSError:
        return False


def says_ready(port: int) -> bool:
    """Tell whether what listens on a port of 127.0.0.1 answers /readyz over HTTP with 200."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


@dataclass(frozen=True, slots=True)
class Server:
    """A running program and the file that gets what it prints."""

    process: subprocess.Popen[bytes]
    log: Path

    def wait_until(self, happened: Callable[[], bool], what: str) -> None:
        """Return once *happened* says so. Fails with the end of the log when the server ends or time is up."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not happened():
            code = self.process.poll()
            if code is not None or time.monotonic() > deadline:
                state = f"it ended with code {code}" if code is not None else f"not within {PATIENCE_SECONDS:g} s"
                raise AssertionError(f"{self.log.stem}: {what}: {state}; {self.log} ends with\n{self._tail()}")
            time.sleep(_POLL_SECONDS)

    def _tail(self) -> str:
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-_TAIL_LINES:])


@contextmanager
def running(command: Sequence[str], log: Path, environment: Mapping[str, str] | None = None) -> Iterator[Server]:
    """Start a server that lives as long as the context does."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=log.parent,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        yield Server(process, log)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
