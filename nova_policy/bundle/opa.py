"""The opa binary, for building and checking; judging has engines of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from nova_policy.errors import ToolError, UsageError
from nova_policy.process import run


@dataclass(frozen=True, slots=True)
class Fault:
    """One error of the compiler; *file* is relative to the folder that was checked, empty where there is no place."""

    file: str
    row: int
    column: int
    message: str
    is_syntax: bool

    def __str__(self) -> str:
        return f"{self.file}:{self.row}:{self.column}: {self.message}" if self.file else self.message


@dataclass(frozen=True, slots=True)
class Opa:
    """A found opa: the command that starts it."""

    command: tuple[str, ...]

    def run(self, *arguments: str, accept: Sequence[int] = (0,), directory: Path | None = None) -> bytes:
        """Return what opa prints; raise UsageError with its first lines when it ends with a code not in *accept*."""
        completed = run([*self.command, *arguments], timeout=300, directory=directory)
        if completed.returncode not in accept:
            lines = (completed.stderr or completed.stdout).decode("utf-8", "replace").strip().splitlines()
            raise UsageError(f"opa {arguments[0]}: " + " / ".join(lines[:12]))
        return completed.stdout

    def check(self, folder: Path) -> None:
        """Compile strictly with our capabilities: no network, clock, randomness or environment.

        Raises UsageError with a line for each error, as `file:row:column: what`.
        """
        if faults := self.faults(folder, "--strict"):
            raise UsageError("\n".join(map(str, faults)), code="NOVA-E05")

    def faults(self, folder: Path, *options: str, allow_all: bool = False) -> list[Fault]:
        """Compile what lies in a folder and return all errors; with our capabilities unless *allow_all*."""
        with capabilities_file() as path:
            allowed = () if allow_all else ("--capabilities", str(path))
            command = [*self.command, "check", "--format", "json", "--max-errors", "1000"]
            completed = run([*command, *options, *allowed, str(folder)], timeout=300)
        if completed.returncode == 0:
            return []
        try:
            return [_fault(error, folder) for error in json.loads(completed.stderr)["errors"]]
        except (ValueError, TypeError, KeyError):
            raise ToolError(f"opa check: {completed.stderr.decode('utf-8', 'replace')[:300]}") from None

    def evaluate_text(self, query: str, value: Any) -> Any:
        """Return the value of a query with *value* as its input and nothing else."""
        command = [*self.command, "eval", "--format", "json", "--stdin-input", query]
        completed = run(command, stdin=json.dumps(value).encode(), timeout=60)
        if completed.returncode != 0:
            raise UsageError(f"opa eval: {completed.stdout.decode('utf-8', 'replace')[:300]}")
        return json.loads(completed.stdout)["result"][0]["expressions"][0]["value"]

    def evaluate(self, folder: Path, query: str) -> Any:
        """Return the value of a query over the Rego in a folder."""
        value = json.loads(self.run("eval", "-f", "json", "-d", str(folder), query))
        return value["result"][0]["expressions"][0]["value"]

    def compile_wasm(self, folders: Sequence[Path], target: Path, *, entry: str = "batch/deny") -> None:
        """Write an OPA bundle whose module answers *entry* to *target*."""
        with capabilities_file() as path:
            options = ["-t", "wasm", "-e", entry, "--prune-unused", "--capabilities", str(path), "-o", str(target)]
            # File names are compiled into the module: relative ones are the same wherever it is built.
            self.run("build", *options, *(path.name for path in folders), directory=folders[0].parent)


def _fault(error: Mapping[str, Any], folder: Path) -> Fault:
    place = error.get("location") or {}
    file = str(place.get("file", "")).removeprefix(f"{folder}/")
    is_syntax = error.get("code") == "rego_parse_error"
    return Fault(file, place.get("row", 1), place.get("col", 1) or 1, str(error["message"]), is_syntax)


def capabilities_file() -> AbstractContextManager[Path]:
    """Give the file that lists the builtins every engine has."""
    return as_file(files("nova_policy.bundle").joinpath("capabilities.json"))
