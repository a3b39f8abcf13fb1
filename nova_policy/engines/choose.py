"""Which engine judges a run, and by which bundle."""

from __future__ import annotations

import hashlib
import os
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from nova_policy.apart import Apart
from nova_policy.bundle.load import Bundle, Contents, load_bundle
from nova_policy.cache_folder import cache_for
from nova_policy.engines.protocol import Engine
from nova_policy.engines.server.options import ServerOptions


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """The name of an engine and what it may need. With *cross_check* all others that are there are asked too.

    *seconds* is what a program may take for one batch.
    """

    name: str
    bundle_folder: Path | None = None
    server: ServerOptions = field(default_factory=ServerOptions)
    cross_check: bool = False
    seconds: float = 60.0


def open_engine(choice: EngineChoice, root: Path, stack: ExitStack) -> tuple[Engine, Contents]:
    """Return the engine, to be closed by *stack*, and the contents of the bundle that it judges by.

    No program is started that lies below *root*. Raises ToolError when one that is needed is missing or too old, or
    when the server cannot be used.
    """
    if choice.cross_check:
        from nova_policy.engines.cross_check import open_cross_check

        return open_cross_check(choice, root, stack)
    if choice.name == "opa":
        return open_server(choice.server, stack)
    bundle = load_bundle(choice.bundle_folder)
    return (
        conftest_engine(choice, bundle, root) if choice.name == "conftest" else _remembering(bundle, root, stack)
    ), bundle


def wasm_engine(bundle: Bundle, root: Path, compiling: Apart | None = None) -> Engine:
    """Return the engine that needs no program; *compiling* is its module, where that was begun apart."""
    from nova_policy.engines.wasm import WasmEngine

    cache = cache_for(root, os.environ)
    return WasmEngine(bundle.module, cache / "native" if cache else None, compiling=compiling)


def _remembering(bundle: Bundle, root: Path, stack: ExitStack) -> Engine:
    """Return the same engine, opened when there is something new to ask; only what it needs then is begun now."""
    cache = cache_for(root, os.environ)
    if cache is None:
        return wasm_engine(bundle, root)
    from nova_policy.engines.remembering import RememberingEngine
    from nova_policy.engines.wasm_module import compile_apart
    from nova_policy.memory import Memory, version_of

    compiling = compile_apart(bundle.module, cache / "native")
    if compiling is not None:
        stack.callback(compiling.stop)
    version = f"{hashlib.sha256(bundle.module).hexdigest()} {version_of('nova_policy.engines')}"
    memory = Memory(cache / "memory", root, "verdicts", version)
    return RememberingEngine("wasm", partial(wasm_engine, bundle, root, compiling), memory)


def conftest_engine(choice: EngineChoice, bundle: Bundle, root: Path) -> Engine:
    """Return the conftest that is found outside of *root*. Raises ToolError without one."""
    from nova_policy.engines.conftest_binary import ConftestEngine
    from nova_policy.tools.find import find_tool

    return ConftestEngine(find_tool("conftest", root=root).command, bundle.rego, timeout=choice.seconds)


def open_server(options: ServerOptions, stack: ExitStack) -> tuple[Engine, Contents]:
    """Return an engine that asks a server, and what the server's bundle says. Raises ToolError for a useless one."""
    from nova_policy.engines.server.client import OpaServer
    from nova_policy.engines.server.engine import OpaEngine
    from nova_policy.engines.server.served import read_served
    from nova_policy.engines.server.settings import read_settings

    server = stack.enter_context(closing(OpaServer(read_settings(options))))
    served = read_served(server)
    return OpaEngine(server, served), served.contents
