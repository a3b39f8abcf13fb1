"""What is to be said of the programs and the cache that a run used."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from nova_policy.cache_folder import CACHE_VARIABLE, cache_directory, cache_for, distrust
from nova_policy.cli.options import RunOptions
from nova_policy.errors import ToolError
from nova_policy.run import Result


def warnings(options: RunOptions, result: Result) -> Iterator[str]:
    """Yield a line for each program whose version nobody could read, and one for a cache that is not used."""
    from nova_policy.tools.find import find_tool

    used = {
        "kustomize": bool(result.project.environments),
        "conftest": options.engine.name == "conftest",
        "opa": bool(options.policies),
    }
    for name in (name for name, is_used in used.items() if is_used):
        with suppress(ToolError):
            if warning := find_tool(name, root=options.root).warning:
                yield warning
    if reason := _unusable_cache(options.root):
        yield f"{reason}; no run remembers another until {CACHE_VARIABLE} names a folder of your own"


def _unusable_cache(root: Path) -> str | None:
    """Say why nothing is kept in a folder that every run makes where it can."""
    cache = cache_for(root, os.environ)
    if cache is None:
        return f"the cache {cache_directory(os.environ)} lies in what is scanned"
    folder = cache / "memory"
    try:
        return distrust(folder) or (None if os.access(folder, os.W_OK) else f"{folder} cannot be written")
    except OSError:
        return f"{folder} cannot be made"
