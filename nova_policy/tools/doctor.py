"""Says which programs are there, which are not, and what to do about it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from nova_policy.errors import ToolError
from nova_policy.model import Json
from nova_policy.tools.cache import Places
from nova_policy.tools.find import FoundTool, find_tool, remedy
from nova_policy.tools.pins import Pin, load_pins


@dataclass(frozen=True, slots=True)
class ToolStatus:
    """One program: what was *found*, or the *problem* and the command that is its *remedy*.

    *pinned* is the version that we build, *minimum* the oldest that we accept, *needed_by* what wants it.
    """

    name: str
    pinned: str
    minimum: str
    needed_by: tuple[str, ...]
    found: FoundTool | None = None
    problem: str | None = None
    remedy: str | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the fields, `found` as `{"command", "version", "origin"}` or null."""
        found: Json = None
        if self.found is not None:
            command = self.found.command
            found = {"command": command, "version": self.found.version, "origin": str(self.found.origin)}
        return {
            "name": self.name,
            "pinned": self.pinned,
            "minimum": self.minimum,
            "needed_by": self.needed_by,
            "found": found,
            "problem": self.problem,
            "remedy": self.remedy,
        }


def examine(*, root: Path | None = None, places: Places | None = None) -> tuple[ToolStatus, ...]:
    """Return the state of every program that we know, in the order of the pins. Starts programs, changes nothing.

    A program whose version cannot be read is found and has a problem.
    """
    places = places or Places.of(os.environ)
    return tuple(_status(pin, root, places) for pin in load_pins().values())


def _status(pin: Pin, root: Path | None, places: Places) -> ToolStatus:
    found, problem = None, None
    try:
        found = find_tool(pin.name, root=root, places=places)
        problem = found.warning
    except ToolError as error:
        problem = str(error)
    fix = remedy(pin.name) if problem else None
    return ToolStatus(pin.name, pin.version, pin.minimum, pin.needed_by, found, problem, fix)
