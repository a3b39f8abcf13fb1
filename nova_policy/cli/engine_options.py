"""Options that say who judges."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from nova_policy.config import Configuration
from nova_policy.engines.choose import EngineChoice
from nova_policy.engines.names import ENGINES
from nova_policy.engines.server.options import ServerOptions
from nova_policy.errors import UsageError

SERVER_VARIABLE = "NOVA_POLICY_SERVER"


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the command line says about the engine; the rest is in trusted configuration or in the environment."""

    engine: str | None
    bundle_folder: Path | None
    server: ServerOptions
    cross_check: bool

    def choice(self, configuration: Configuration) -> EngineChoice:
        """Put them together, the command line first. Raises UsageError for what nobody would ask or read."""
        name = self.engine or configuration.engine or "wasm"
        if self.server != ServerOptions() and name != "opa" and not self.cross_check:
            raise UsageError("--server and its options: only --engine opa and --cross-check ask a server")
        if self.bundle_folder and name == "opa" and not self.cross_check:
            raise UsageError("--bundle: a server judges by the bundle that it has; leave one of both out")
        environment = ServerOptions(url=os.environ.get(SERVER_VARIABLE) or None)
        server = self.server.over(environment).over(configuration.server)
        return EngineChoice(name, self.bundle_folder, server, self.cross_check, configuration.limits.child_seconds)


def engine_options(function: Callable[..., None]) -> Callable[..., None]:
    """Add the options to a command; it receives them as `engine_options`, one EngineOptions."""

    @click.option("--engine", type=click.Choice(ENGINES), help="Who judges.  [default: wasm]")
    @click.option(
        "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
    )
    @click.option("--cross-check", is_flag=True, help="Ask all engines that are there; a difference is exit code 4.")
    @click.option("--server", "server_url", metavar="URL", help=f"OPA server for --engine opa.  [{SERVER_VARIABLE}]")
    @click.option("--token-file", "server_token_file", metavar="FILE", help="File with the server's bearer token.")
    @click.option("--server-ca", "server_ca_file", metavar="FILE", help="PEM file of the authority to trust.")
    @click.option("--client-cert", "server_client_cert", metavar="FILE", help="PEM file with our certificate.")
    @click.option("--client-key", "server_client_key", metavar="FILE", help="Its key, where it lies apart.")
    @click.option("--server-timeout", type=float, metavar="SECONDS", help="For one whole request.  [default: 60]")
    @click.option("--server-wait", type=float, metavar="SECONDS", help="Until its bundles are active.  [default: 10]")
    @click.option("--server-signed", is_flag=True, default=None, help="Demand that it checks its bundle's signature.")
    @functools.wraps(function)
    def wrapped(engine: str | None, bundle_folder: Path | None, *, cross_check: bool, **others: Any) -> None:
        said = {name.removeprefix("server_"): others.pop(name) for name in list(others) if name.startswith("server_")}
        options = EngineOptions(engine, bundle_folder, ServerOptions(**said), cross_check)
        function(engine_options=options, **others)

    return wrapped
