"""What a run worked out, kept for the next one by the content it was worked out from.

One file per repository and purpose, in a folder that only the user can enter. Facts and denials hold no secret's
value, so neither does the memory; it is still not read when somebody else could have written it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from importlib.resources import files as package_files
from importlib.resources.abc import Traversable
from pathlib import Path

from nova_policy.cache_folder import distrust, make_private
from nova_policy.errors import TrustError
from nova_policy.model import Json

_LARGEST = 256 * 1024 * 1024
_MOST_REPOSITORIES = 20


class Memory:
    """What was worked out about the repository at *root*, by version and content.

    A line of the file is `key digest json`; a line whose digest does not fit is as good as absent. :meth:`save`
    keeps what was asked for or added since the memory was opened, so that it cannot grow without end.
    """

    def __init__(self, directory: Path, root: Path, purpose: str, version: str) -> None:
        """Open the file for one *purpose* in *directory*, which need not exist.

        *version* names whatever else than the content decides: what another version worked out is not found.
        """
        self._directory = directory
        name = hashlib.sha256(os.fsencode(root)).hexdigest()[:16]
        self._path = directory / f"{name}.{purpose}"
        self.version = version
        self._stored = _read(directory, self._path)
        self._used: dict[str, bytes] = {}
        self._changed = False

    def get(self, content: bytes) -> Mapping[str, Json] | None:
        """Return what was worked out from *content* before; None when nothing is known."""
        key = self._key(content)
        line = self._used.get(key) or self._stored.get(key)
        known = _known(key, line) if line else None
        if line and known is not None:
            self._used[key] = line
        return known

    def put(self, content: bytes, found: Mapping[str, Json]) -> None:
        """Keep what was *found* for the next run."""
        key = self._key(content)
        text = json.dumps(found, separators=(",", ":")).encode()
        self._used[key] = _digest(key, text) + b" " + text
        self._changed = True

    def save(self) -> bool:
        """Write it and say whether it stands on disk; a memory that cannot be written is none, not an error."""
        if not self._changed and len(self._used) == len(self._stored):
            return True
        try:
            make_private(self._directory)
            self._write()
            _forget_oldest(self._path)
        except (OSError, TrustError):
            return False
        self._changed = False
        return True

    def _write(self) -> None:
        descriptor, temporary = tempfile.mkstemp(dir=self._directory, prefix=".memory-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(key.encode() + b" " + line + b"\n" for key, line in sorted(self._used.items()))
            Path(temporary).replace(self._path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _key(self, content: bytes) -> str:
        return hashlib.sha256(f"{self.version}\n".encode() + hashlib.sha256(content).digest()).hexdigest()


def _read(directory: Path, path: Path) -> dict[str, bytes]:
    """Return the lines of the file by key; nothing when it is absent, too large, or not only ours."""
    try:
        if distrust(directory) or distrust(path) or path.stat().st_size > _LARGEST:
            return {}
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    parts = (line.partition(b" ") for line in lines)
    return {key.decode("ascii", "replace"): rest for key, _, rest in parts if rest}


def _known(key: str, line: bytes) -> Mapping[str, Json] | None:
    digest, _, text = line.partition(b" ")
    if digest != _digest(key, text):
        return None
    known = json.loads(text)
    return known if isinstance(known, dict) else None


def _digest(key: str, text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16, key=key.encode()).hexdigest().encode()


def _forget_oldest(path: Path) -> None:
    """Remove the files of the same purpose of repositories that were not looked at for the longest time."""
    known = sorted(path.parent.glob(f"*{path.suffix}"), key=lambda each: (each.stat().st_mtime, each.name))
    for old in known[:-_MOST_REPOSITORIES]:
        old.unlink(missing_ok=True)


def open_memory(directory: Path | None, root: Path, purpose: str, package: str) -> Memory | None:
    """Open the memory of what the code of *package* works out; None where there is no folder for it."""
    return None if directory is None else Memory(directory, root, purpose, version_of(package))


def version_of(package: str) -> str:
    """Return a digest of a package's code and of the libraries installed beside it.

    What another version of them worked out is never taken for their own.
    """
    digest = hashlib.sha256("\n".join((sys.version, *_libraries())).encode())
    for source in _sources(package_files(package)):
        digest.update(source.read_bytes())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """Return names and versions of what is installed, as the folders of its metadata are called."""
    folders = [Path(entry) for entry in sys.path if entry.endswith(("site-packages", "dist-packages"))]
    return sorted(each.name for folder in folders if folder.is_dir() for each in folder.glob("*.dist-info"))


def _sources(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for each in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if each.name.endswith(".py"):
            found.append(each)
        elif each.is_dir():
            found.extend(_sources(each))
    return found
