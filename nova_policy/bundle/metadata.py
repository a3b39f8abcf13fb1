"""Reads METADATA out of Rego with `opa inspect`, and holds it to the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import entry
from nova_policy.bundle.opa import Opa
from nova_policy.errors import UsageError


@dataclass(frozen=True, slots=True)
class Annotated:
    """One METADATA block: the path it annotates below `data`, and where it stands."""

    path: tuple[str, ...]
    file: str
    row: int
    annotations: Mapping[str, Any]


def read_catalogue(opa: Opa, folder: Path) -> dict[str, Any]:
    """Return the catalogue of the policies under *folder*, as JSON.

    Raises UsageError that names every block which breaks the contract, as `file:row: what`.
    """
    blocks = annotated_blocks(opa, folder)
    policies = {f"{block.path[1]}/{block.path[2]}": block for block in blocks if _is_policy(block)}
    parameters = {
        block.path[2]: block for block in blocks if block.path[:2] == ("lib", "parameters") and len(block.path) == 3
    }
    faults = [
        *_contract_faults(policies),
        *_parameter_faults(policies, parameters),
        *_misplaced_reads(policies),
        *_missing_metadata(folder, policies),
    ]
    if faults:
        raise UsageError("\n".join(sorted(faults)))
    defaults = opa.evaluate(folder / "lib", "data.lib.parameters")
    return {
        "policies": {key: entry(policies[key].annotations) for key in sorted(policies)},
        "parameters": {key: _parameter(parameters[key], defaults[key]) for key in sorted(parameters)},
    }


def annotated_blocks(opa: Opa, folder: Path) -> list[Annotated]:
    """Return all METADATA in a folder; file names are relative to it."""
    found = json.loads(opa.run("inspect", "-a", "-f", "json", str(folder)))
    return [
        Annotated(
            tuple(str(part["value"]) for part in item["path"][1:]),
            item["location"]["file"].removeprefix(f"{folder}/"),
            item["location"]["row"],
            item["annotations"],
        )
        for item in found.get("annotations") or ()
    ]


def _is_policy(block: Annotated) -> bool:
    return len(block.path) == 3 and block.path[0] == "nova" and block.annotations.get("scope") == "package"


def _contract_faults(policies: Mapping[str, Annotated]) -> list[str]:
    from jsonschema import Draft202012Validator

    schema = json.loads(files("nova_policy.bundle").joinpath("metadata.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    return [
        f"{block.file}:{block.row}: METADATA of {identity}: {_where(error.path)}: {error.message}"
        for identity, block in policies.items()
        for error in validator.iter_errors(block.annotations)
    ]


def _where(path: Iterable[object]) -> str:
    return "/".join(map(str, path)) or "package"


def _parameter_faults(policies: Mapping[str, Annotated], parameters: Mapping[str, Annotated]) -> list[str]:
    unknown = [
        f"{block.file}:{block.row}: parameter {name!r} is not in lib/parameters.rego"
        for block in policies.values()
        for name in block.annotations.get("custom", {}).get("parameters", ())
        if name not in parameters
    ]
    incomplete = [
        f"{block.file}:{block.row}: parameter {name} needs title and custom {{type, origin}}"
        for name, block in parameters.items()
        if not block.annotations.get("title") or not {"type", "origin"} <= set(block.annotations.get("custom", {}))
    ]
    return unknown + incomplete


def _misplaced_reads(policies: Mapping[str, Annotated]) -> list[str]:
    return [
        f"{block.file}:{block.row}: METADATA of {identity}: reads is for room project; others get all there is"
        for identity, block in policies.items()
        if "reads" in block.annotations.get("custom", {}) and block.path[1] != "project"
    ]


def _missing_metadata(folder: Path, policies: Mapping[str, Annotated]) -> list[str]:
    return [
        f"{path.relative_to(folder)}:1: no METADATA block before the package; see docs/architecture.md"
        for path in policy_files(folder)
        if f"{path.parent.name}/{path.stem}" not in policies
    ]


def policy_files(folder: Path) -> Sequence[Path]:
    """Return the files that each hold one policy: in a room, not in lib, no tests."""
    found = folder.glob("*/*.rego")
    return sorted(path for path in found if path.parent.name != "lib" and not path.stem.endswith("_test"))


def _parameter(block: Annotated, default: Any) -> dict[str, Any]:
    return {"title": block.annotations["title"], **block.annotations["custom"], "default": default}
