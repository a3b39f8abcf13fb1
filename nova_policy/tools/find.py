"""Finds a program that may be started: outside the scanned tree, new enough, from the PATH or from our cache."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from nova_policy.cache_folder import CACHE_VARIABLE, lies_in
from nova_policy.errors import ToolError
from nova_policy.tools.cache import Places, VersionMemory, distrust_program
from nova_policy.tools.pins import Pin, Question, load_pin
from nova_policy.tools.version import built_version, numbers, printed_version


class Origin(StrEnum):
    """Where a program was found."""

    PATH = "path"
    CACHE = "cache"


@dataclass(frozen=True, slots=True)
class FoundTool:
    """A program to be started as *command* plus further arguments.

    That is `(…/opa,)`, but `(…/kustomize, build)` and `(…/kubectl, kustomize)`, which take the same arguments.
    *version* is None where it could not be read: accepted, with a warning.
    """

    name: str
    command: tuple[str, ...]
    version: str | None
    origin: Origin

    @property
    def warning(self) -> str | None:
        """What a user should be told about this program, if anything."""
        if self.version is not None:
            return None
        return (
            f"the version of {self.command[0]} cannot be read; it is used unchecked, though {self.name} may be too old"
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    program: Path
    arguments: tuple[str, ...]
    origin: Origin
    question: Question | None
    stands_in: bool = False


def find_tool(name: str, *, root: Path | None = None, exact: bool = False, places: Places | None = None) -> FoundTool:
    """Return the first acceptable program: on the PATH, in the cache, and last what stands in for it on the PATH.

    Acceptable is what is new enough, or with *exact* what has the pinned version, and does not lie in *root*, the
    folder being scanned. *places* are by default those of this process's environment.

    Raises ToolError that says what was found instead and how to get the program; UsageError for an unknown name.
    """
    pin = load_pin(name)
    places = places or Places.of(os.environ)
    refused = []
    for candidate in _candidates(pin, places):
        try:
            version = _acceptable_version(candidate, pin, places, root, exact=exact)
        except ToolError as error:
            refused.append(str(error))
        else:
            return FoundTool(name, (str(candidate.program), *candidate.arguments), version, candidate.origin)
    reason = "; ".join(refused[:3]) or f"{name} not found on the PATH or in {places.tools}"
    raise ToolError(f"{reason}; run `{remedy(name)}`")


def remedy(name: str) -> str:
    """Return the command that brings a program."""
    return f"nova-policy tools install {name}"


def cached_program(pin: Pin, places: Places) -> Path:
    """Return where the pinned version of a program lies once it is built."""
    return places.tools / f"{pin.name}-{pin.version}" / pin.name


def _candidates(pin: Pin, places: Places) -> Iterator[_Candidate]:
    for program in programs_on_path(pin.name, places.path):
        yield _Candidate(program, pin.arguments, Origin.PATH, pin.question)
    if os.access(cached_program(pin, places), os.F_OK):
        yield _Candidate(cached_program(pin, places), pin.arguments, Origin.CACHE, pin.question)
    if pin.stand_in is not None:
        for program in programs_on_path(pin.stand_in.program, places.path):
            arguments = pin.stand_in.arguments
            yield _Candidate(program, arguments, Origin.PATH, pin.stand_in.question, stands_in=True)


def programs_on_path(name: str, path: str) -> Iterator[Path]:
    """Yield the executable files called *name* in the absolute entries of *path*, in its order."""
    for entry in dict.fromkeys(path.split(os.pathsep)):
        program = Path(entry, name)
        # access first: it says no, where is_file raises, for a folder that may not be entered.
        if program.is_absolute() and os.access(program, os.X_OK) and program.is_file():
            yield program


def _acceptable_version(
    candidate: _Candidate, pin: Pin, places: Places, root: Path | None, *, exact: bool
) -> str | None:
    _require_trust(candidate, places, root)
    # A memory within the scanned tree would be its own word for what a program is.
    trusted = root is None or not lies_in(places.cache, root)
    version = _remembered_version(candidate, pin, places) if trusted else _version(candidate, pin)
    program = candidate.program
    if version is None:
        # A program that stands in may print no version because it is too old to hold the other one.
        if exact or candidate.stands_in:
            raise ToolError(f"the version of {pin.name} in {program} cannot be read")
        return None
    if exact and numbers(version) != numbers(pin.version):
        raise ToolError(f"{program} is {pin.name} {version}, but exactly {pin.version} is needed")
    if numbers(version) < numbers(pin.minimum):
        raise ToolError(f"{program} is {pin.name} {version}, but at least {pin.minimum} is needed")
    return version


def _require_trust(candidate: _Candidate, places: Places, root: Path | None) -> None:
    program = candidate.program
    if root is not None and lies_in(program, root):
        hint = f" (set {CACHE_VARIABLE} elsewhere)" if candidate.origin is Origin.CACHE else ""
        raise ToolError(f"{program} lies in the scanned folder and is never started{hint}")
    if candidate.origin is Origin.CACHE:
        reason = distrust_program(program, places)
        if reason is not None:
            raise ToolError(f"{reason}, so it is not started; remove it")


def _remembered_version(candidate: _Candidate, pin: Pin, places: Places) -> str | None:
    memory = VersionMemory(places.tools / "versions.json")
    key = f"{pin.name} {candidate.program}"
    known, version = memory.recall(key, candidate.program)
    if not known:
        version = _version(candidate, pin)
        memory.remember(key, candidate.program, version)
    return version


def _version(candidate: _Candidate, pin: Pin) -> str | None:
    version = None if candidate.stands_in else built_version(candidate.program, pin.module)
    if version is None and candidate.question is not None:
        version = printed_version(candidate.program, candidate.question)
    return version
