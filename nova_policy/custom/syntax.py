"""What opa says about a user's Rego: its errors, its syntax trees, its METADATA."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from nova_policy.bundle.metadata import Annotated, annotated_blocks
from nova_policy.bundle.opa import Fault, Opa
from nova_policy.custom.sources import Sources
from nova_policy.engines.program import write_files
from nova_policy.errors import UsageError

_UNDEFINED_FUNCTION = re.compile(r"undefined function ([\w.]+)")
_ALLOWED = "policies use what all engines have and what sees the input alone, see docs/own-policies.md"
_PARSE = "[rego.parse_module(file.name, file.text) | some file in input]"


@dataclass(frozen=True, slots=True)
class Syntax:
    """All modules by file name, as `rego.parse_module` gives them, and the METADATA blocks."""

    modules: Mapping[str, Mapping[str, Any]]
    blocks: tuple[Annotated, ...]


def read_syntax(opa: Opa, sources: Sources, *, strict: bool = False) -> Syntax:
    """Compile the policies with the builtins that we allow, and return what they consist of.

    *strict* also refuses what is of no use: imports, variables and arguments that nothing reads.

    Raises UsageError with one line per error, as `file:line:column: what`.
    """
    with TemporaryDirectory(prefix="nova-policy-") as temporary:
        folder = Path(temporary).resolve() / "policy"
        write_files(folder, {name: text.encode() for name, text in sources.policies.items()})
        if faults := opa.faults(folder, *(("--strict",) if strict else ())):
            lines = _explained(opa, folder, faults, sources)
            raise UsageError("\n".join(dict.fromkeys(lines)), code=_code(lines))
        blocks = annotated_blocks(opa, folder)
    texts = {**sources.policies, **sources.tests}
    modules = opa.evaluate_text(_PARSE, [{"name": name, "text": text} for name, text in texts.items()])
    return Syntax(dict(zip(texts, modules, strict=True)), tuple(blocks))


def _explained(opa: Opa, folder: Path, faults: Sequence[Fault], sources: Sources) -> list[str]:
    """Say of each error where it is; of a file in the old syntax, and of a builtin that we refuse, just that."""
    broken_in_v0 = {fault.file for fault in opa.faults(folder, "--v0-compatible") if fault.is_syntax}
    unknown_anywhere = {_function(fault) for fault in opa.faults(folder, allow_all=True)}
    return [_line(fault, broken_in_v0, unknown_anywhere, sources) for fault in faults]


def _line(fault: Fault, broken_in_v0: set[str], unknown_anywhere: set[str | None], sources: Sources) -> str:
    path = sources.path(fault.file) if fault.file else str(sources.folders[0])
    if fault.is_syntax and fault.file not in broken_in_v0:
        return f"{path}: Rego v0; run `opa fmt --v0-v1 -w {path}`"
    function = _function(fault)
    if function and function not in unknown_anywhere:
        return f"{path}:{fault.row}:{fault.column}: builtin {function} is not allowed: {_ALLOWED}"
    return f"{path}:{fault.row}:{fault.column}: {fault.message}"


def _function(fault: Fault) -> str | None:
    found = _UNDEFINED_FUNCTION.fullmatch(fault.message)
    return found[1] if found else None


def _code(lines: Sequence[str]) -> str:
    if all(": Rego v0; " in line for line in lines):
        return "NOVA-E06"
    return "NOVA-E09" if all(" is not allowed: " in line for line in lines) else "NOVA-E05"


def references(tree: object, imports: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the path of every reference to `data` in a syntax tree, as far as it is constant.

    What a `with` replaces need not exist, so targets are left out.
    """
    if isinstance(tree, list):
        for item in tree:
            yield from references(item, imports)
    elif isinstance(tree, dict):
        if path := _data_path(tree, imports):
            yield path
        for key, value in tree.items():
            yield from references([item["value"] for item in value] if key == "with" else value, imports)


def reads_combined_list(tree: object) -> bool:
    """Whether a syntax tree has `input[i].contents`, which only conftest's --combine puts there."""
    if isinstance(tree, list):
        return any(map(reads_combined_list, tree))
    if not isinstance(tree, dict):
        return False
    if tree.get("type") == "ref" and len(tree["value"]) > 2:
        head, index, key = (step.get("value") for step in tree["value"][:3])
        if (head, key, tree["value"][1]["type"]) == ("input", "contents", "var") and index is not None:
            return True
    return any(map(reads_combined_list, tree.values()))


def _data_path(node: Mapping[str, Any], imports: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the constant beginning of a reference to data, without the word `data`; () for all else."""
    steps = node["value"] if node.get("type") == "ref" else [node]
    head = steps[0]
    if head.get("type") != "var":
        return ()
    start = () if head["value"] == "data" else imports.get(head["value"])
    if start is None:
        return ()
    constant: list[str] = []
    for step in steps[1:]:
        if step["type"] != "string":
            break
        constant.append(step["value"])
    return (*start, *constant)


def imported(module: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Return what each imported name stands for below `data`."""
    found = {}
    for item in module.get("imports", ()):
        head, *steps = item["path"]["value"]
        if head["value"] == "data" and steps:
            path = tuple(str(step["value"]) for step in steps)
            found[item.get("alias", path[-1])] = path
    return found


def package_of(module: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the package of a module below `data`."""
    return tuple(str(step["value"]) for step in module["package"]["path"][1:])


def names_in(tree: object) -> Iterator[str]:
    """Yield every name that occurs as a variable in a syntax tree."""
    if isinstance(tree, list):
        for item in tree:
            yield from names_in(item)
    elif isinstance(tree, dict):
        if tree.get("type") == "var":
            yield tree["value"]
        for value in tree.values():
            yield from names_in(value)
