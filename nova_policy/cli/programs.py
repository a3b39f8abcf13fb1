"""What is to be said of the programs that a run used."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from nova_policy.cli.options import RunOptions
from nova_policy.errors import ToolError
from nova_policy.run import Result


def warnings(options: RunOptions, result: Result) -> Iterator[str]:
    """Yield a line for each program whose version nobody could read: it was used all the same."""
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
