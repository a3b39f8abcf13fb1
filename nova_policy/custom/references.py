"""References to data that is not there: in Rego they are undefined, which is to say the rule passes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nova_policy.custom.sources import Sources
from nova_policy.custom.syntax import Syntax, imported, package_of, references
from nova_policy.errors import UsageError
from nova_policy.model import Json

_Path = tuple[str, ...]


def check_references(sources: Sources, syntax: Syntax) -> None:
    """Raise UsageError with a line for each reference in a policy that no rule and no data file answers."""
    known = {path for module in syntax.modules.values() for path in _defined(module)}
    faults = [fault for file in sources.policies for fault in _faults(file, sources, syntax.modules[file], known)]
    if faults:
        raise UsageError("\n".join(faults), code="NOVA-E04")


def _faults(file: str, sources: Sources, module: Mapping[str, Any], known: set[_Path]) -> Iterator[str]:
    imports = imported(module)
    answered = known | set(_replaced(module))
    for path in sorted({*imports.values(), *references(module, imports)}):
        if not _is_defined(path, answered) and not _holds(sources.data, path):
            yield f"{_place(sources, file, path)}: refers to data.{'.'.join(path)}, {_advice(path)}"


def _advice(path: _Path) -> str:
    if path[0] == "conftest":
        return "which only conftest has; judge by the input"
    return "which is not there; define it, or put it into a data.json beside the policies"


def _defined(module: Mapping[str, Any]) -> Iterator[_Path]:
    package = package_of(module)
    yield package
    for rule in module.get("rules", ()):
        yield (*package, rule["head"]["ref"][0]["value"])


def _replaced(tree: object) -> Iterator[_Path]:
    """Yield what a `with` puts in place."""
    if isinstance(tree, list):
        for item in tree:
            yield from _replaced(item)
    elif isinstance(tree, dict):
        for item in tree.get("with", ()):
            yield from references(item["target"], {})
        for value in tree.values():
            yield from _replaced(value)


def _is_defined(path: _Path, known: set[_Path]) -> bool:
    """Whether a rule or package lies on the way to *path* or below it.

    A package alone does not answer for a name below it that none of its modules defines.
    """
    return any(other[: len(path)] == path for other in known) or any(
        path[:length] in known and not _is_package(path[:length], known) for length in range(1, len(path))
    )


def _is_package(path: _Path, known: set[_Path]) -> bool:
    return any(len(other) > len(path) and other[: len(path)] == path for other in known)


def _holds(data: Json, path: _Path) -> bool:
    value = data
    for step in path:
        if not isinstance(value, Mapping):
            return True
        if step not in value:
            return False
        value = value[step]
    return True


def _place(sources: Sources, file: str, path: _Path) -> str:
    """Return `file:line` of the first line that names the end of the path."""
    last = re.compile(rf"\b{re.escape(path[-1])}\b")
    lines = sources.policies[file].splitlines()
    fitting = [
        number for number, text in enumerate(lines, 1) if last.search(text) and not text.lstrip().startswith("#")
    ]
    return f"{sources.path(file)}:{fitting[0] if fitting else 1}"
