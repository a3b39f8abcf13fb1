"""Where built programs lie, and what is remembered of programs."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nova_policy import __version__
from nova_policy.cache_folder import cache_directory, distrust, make_private
from nova_policy.errors import TrustError


@dataclass(frozen=True, slots=True)
class Places:
    """Where programs are looked for: the entries of *path* (as in PATH) and the *cache* folder."""

    path: str
    cache: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Places:
        """Return the places that the variables of an environment name. Raises UsageError for a relative cache."""
        return cls(environment.get("PATH", os.defpath), cache_directory(environment))

    @property
    def tools(self) -> Path:
        """The folder of the built programs: `<name>-<version>/<name>`."""
        return self.cache / "tools"


def distrust_program(program: Path, places: Places) -> str | None:
    """Return why a program in the cache, or a folder on the way to it, may be somebody else's work, else None."""
    folders = [folder for folder in program.parents if folder.is_relative_to(places.tools)]
    reasons = (distrust(path) for path in (*reversed(folders), program))
    return next((reason for reason in reasons if reason), None)


@dataclass(frozen=True, slots=True)
class VersionMemory:
    """Remembers the version of a file by its size and time of change, since asking costs the start of a program.

    Forgetting is always allowed: a memory that cannot be read is empty, one that cannot be written stays as it is.
    """

    file: Path

    def recall(self, key: str, program: Path) -> tuple[bool, str | None]:
        """Return whether the version is known, and the version (None: known to be unreadable)."""
        entry = self._entries().get(key)
        match entry:
            case [mark, str() | None as version] if mark == _mark(program):
                return True, version
            case _:
                return False, None

    def remember(self, key: str, program: Path, version: str | None) -> None:
        """Keep the version of *program* as it is now."""
        entries = {**self._entries(), key: [_mark(program), version]}
        text = json.dumps({"nova_policy": __version__, "versions": entries}, sort_keys=True)
        with suppress(OSError, TrustError):
            make_private(self.file.parent)
            descriptor, temporary = tempfile.mkstemp(dir=self.file.parent, prefix=".versions-")
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            Path(temporary).replace(self.file)

    def _entries(self) -> dict[str, object]:
        try:
            if distrust(self.file.parent) or distrust(self.file):
                return {}
            document = json.loads(self.file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        match document:
            case {"nova_policy": written_by, "versions": dict() as versions} if written_by == __version__:
                return versions
            case _:
                return {}


def _mark(program: Path) -> list[object]:
    # The real path too: a link may be turned to another file of equal size and time.
    status = program.stat()
    return [str(program.resolve()), status.st_mtime_ns, status.st_size]
