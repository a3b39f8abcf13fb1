"""Which engine judges a run."""

from __future__ import annotations

import os
from pathlib import Path

from nova_policy.bundle.load import Bundle
from nova_policy.engines.protocol import Engine
from nova_policy.tools.cache import cache_directory

ENGINES = ("wasm", "conftest")


def choose_engine(name: str, bundle: Bundle, root: Path) -> Engine:
    """Return the engine of that name. Raises ToolError when a program it needs is missing or too old."""
    if name == "conftest":
        from nova_policy.engines.conftest_binary import ConftestEngine
        from nova_policy.tools.find import find_tool

        return ConftestEngine(find_tool("conftest", root=root).command, bundle.rego)
    from nova_policy.engines.wasm import WasmEngine

    return WasmEngine(bundle.module, cache_directory(os.environ) / "native")
