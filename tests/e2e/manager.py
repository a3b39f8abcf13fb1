"""Gatekeeper's managers, started with the arguments that their Deployments give them, but on loopback."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from tests.e2e.api import Object
from tests.e2e.cluster import Cluster
from tests.e2e.servers import HOST, Server, free_ports, running, says_ready


@dataclass
class Manager:
    """One manager, which can be ended and started anew: the program of *deployment* with *further* arguments."""

    cluster: Cluster
    deployment: Object
    further: Sequence[str]
    _ports: tuple[int, ...] = field(default_factory=lambda: free_ports(3))
    _life: ExitStack = field(default_factory=ExitStack)
    _server: Server | None = None

    @property
    def url(self) -> str:
        """Where its webhooks are served."""
        return f"https://{HOST}:{self._ports[0]}"

    @property
    def server(self) -> Server:
        """The program as it runs. Fails while it does not."""
        assert self._server is not None, "not started"
        return self._server

    def start(self) -> None:
        """Start it, and wait until it knows all templates and constraints."""
        name, folder = self.deployment["metadata"]["name"], self.cluster.folder
        environment = {
            "POD_NAME": name,
            "POD_NAMESPACE": self.deployment["metadata"]["namespace"],
            "KUBECONFIG": str(self.cluster.kubeconfig),
        }
        self._server = self._life.enter_context(running(self._command(), folder / f"{name}.log", environment))
        self._server.wait_until(lambda: says_ready(self._ports[1]), "ready")

    def stop(self) -> None:
        """End it, if it runs."""
        self._server = None
        self._life.close()

    @contextmanager
    def started(self) -> Iterator[None]:
        """Have it for a while."""
        self.start()
        try:
            yield
        finally:
            self.stop()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """End it for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """Let it take connections for a while without ever answering."""
        os.kill(self.server.process.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.server.process.pid, signal.SIGCONT)

    def _command(self) -> list[str]:
        webhook, health, metrics = self._ports
        (container,) = self.deployment["spec"]["template"]["spec"]["containers"]
        places = [f"--host={HOST}", f"--port={webhook}", f"--health-addr={HOST}:{health}"]
        places += [f"--prometheus-port={metrics}", f"--cert-dir={self.cluster.certificates}"]
        settings = [*container["args"], "--disable-cert-rotation", *places, *self.further]
        return [str(self.cluster.programs.gatekeeper), *settings]
