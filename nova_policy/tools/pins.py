"""The pinned programs, read from pins.toml beside this file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from nova_policy.errors import UsageError


@dataclass(frozen=True, slots=True)
class Question:
    """How a program is asked for its version: *arguments* make it print what *answer* matches with its first group."""

    arguments: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """A program that holds another one: `kubectl kustomize` for `kustomize build`."""

    program: str
    arguments: tuple[str, ...]
    question: Question


@dataclass(frozen=True, slots=True)
class Pin:
    """One program: what we build (*version* of *package* in *module*, hashed *sum*) and what we accept (*minimum*).

    *go* is the oldest Go that builds it, *arguments* are words that always follow the program, *needed_by* are the
    commands that want it. Versions are without `v`.
    """

    name: str
    module: str
    package: str
    version: str
    sum: str
    minimum: str
    go: str
    arguments: tuple[str, ...]
    question: Question | None
    stand_in: StandIn | None
    needed_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoWheel:
    """The wheel that brings Go; one of *hashes* (`sha256:…`) is this machine's."""

    package: str
    version: str
    hashes: tuple[str, ...]


def load_pins() -> dict[str, Pin]:
    """Return the programs by name, in the order of the file."""
    return {name: _pin(name, entry) for name, entry in _document()["tools"].items()}


def load_pin(name: str) -> Pin:
    """Return one program's pin. Raises UsageError for a program that we do not know."""
    pins = load_pins()
    if name not in pins:
        raise UsageError(f"no tool is called {name}; choose from {', '.join(pins)}")
    return pins[name]


def load_go_wheel() -> GoWheel:
    """Return where Go comes from on a machine without it."""
    entry = _document()["go"]
    return GoWheel(entry["package"], entry["version"], tuple(entry["hashes"]))


def _document() -> Mapping[str, Any]:
    return tomllib.loads(files("nova_policy.tools").joinpath("pins.toml").read_text(encoding="utf-8"))


def _pin(name: str, entry: Mapping[str, Any]) -> Pin:
    stand_in = entry.get("stand_in")
    return Pin(
        name=name,
        module=entry["module"],
        package=entry.get("package", entry["module"]),
        version=entry["version"],
        sum=entry["sum"],
        minimum=entry["minimum"],
        go=entry["go"],
        arguments=tuple(entry.get("arguments", ())),
        question=_question(entry) if "ask" in entry else None,
        stand_in=stand_in and StandIn(stand_in["program"], tuple(stand_in["arguments"]), _question(stand_in)),
        needed_by=tuple(entry["needed_by"]),
    )


def _question(entry: Mapping[str, Any]) -> Question:
    return Question(tuple(entry["ask"]), entry["answer"])
