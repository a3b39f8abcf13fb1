"""Facts kept from run to run, by the content they were derived from.

One file per repository, in a folder that only the user can enter. Facts hold no secret's value, so neither does the
cache; it is still not read when somebody else could have written it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from nova_policy.model import Json

_LARGEST = 256 * 1024 * 1024
_MOST_REPOSITORIES = 20
_SUFFIX = ".facts"


class FactCache:
    """What collectors derived from files, by collector version and content.

    A line of the file is `key digest json`; a line whose digest does not fit is as good as absent. :meth:`save`
    keeps what was asked for or added since the cache was opened, so that it cannot grow without end.
    """

    def __init__(self, directory: Path, version: str, name: str = "repository") -> None:
        """Open the file *name* in *directory*, which need not exist; *version* is the program's."""
        self._directory = directory
        self._path = directory / f"{name}{_SUFFIX}"
        self._version = version
        self._stored = _read(directory, self._path)
        self._used: dict[str, bytes] = {}
        self._changed = False

    def get(self, collector: str, content: bytes) -> Mapping[str, Json] | None:
        """Return what *collector*, a name with a version, derived from *content* before; None when nothing is known."""
        key = self._key(collector, content)
        line = self._used.get(key) or self._stored.get(key)
        facts = _facts(key, line) if line else None
        if line and facts is not None:
            self._used[key] = line
        return facts

    def put(self, collector: str, content: bytes, facts: Mapping[str, Json]) -> None:
        """Keep *facts* for the next run."""
        key = self._key(collector, content)
        text = json.dumps(facts, separators=(",", ":")).encode()
        self._used[key] = _digest(key, text) + b" " + text
        self._changed = True

    def save(self) -> bool:
        """Write the cache and say whether it stands on disk; a cache that cannot be written is none, not an error."""
        if not self._changed and len(self._used) == len(self._stored):
            return True
        try:
            self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._directory, stat.S_ISDIR):
                return False
            self._write()
            _forget_oldest(self._directory)
        except OSError:
            return False
        self._changed = False
        return True

    def _write(self) -> None:
        descriptor, temporary = tempfile.mkstemp(dir=self._directory, prefix=".facts-")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(key.encode() + b" " + line + b"\n" for key, line in sorted(self._used.items()))
            Path(temporary).replace(self._path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def _key(self, collector: str, content: bytes) -> str:
        head = f"{self._version}\n{collector}\n".encode()
        return hashlib.sha256(head + hashlib.sha256(content).digest()).hexdigest()


def repository_cache(root: Path, version: str, directory: Path | None = None) -> FactCache:
    """Open the cache of the repository at *root*, in the user's cache folder unless *directory* names another."""
    if directory is None:
        import platformdirs

        directory = platformdirs.user_cache_path("nova-policy") / "facts"
    name = hashlib.sha256(os.fsencode(root.resolve())).hexdigest()[:16]
    return FactCache(directory, version, name)


def _read(directory: Path, path: Path) -> dict[str, bytes]:
    """Return the lines of the cache by key; nothing when it is absent, too large, or not only ours."""
    try:
        if not (_is_ours(directory, stat.S_ISDIR) and _is_ours(path, stat.S_ISREG)):
            return {}
        if path.stat().st_size > _LARGEST:
            return {}
        lines = path.read_bytes().split(b"\n")
    except OSError:
        return {}
    parts = (line.partition(b" ") for line in lines)
    return {key.decode("ascii", "replace"): rest for key, _, rest in parts if rest}


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Say whether *path* is no symlink, of the kind wanted, and can be written by nobody but this user."""
    status = path.lstat()
    if not is_kind(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _facts(key: str, line: bytes) -> Mapping[str, Json] | None:
    digest, _, text = line.partition(b" ")
    if digest != _digest(key, text):
        return None
    facts = json.loads(text)
    return facts if isinstance(facts, dict) else None


def _digest(key: str, text: bytes) -> bytes:
    return hashlib.blake2b(text, digest_size=16, key=key.encode()).hexdigest().encode()


def _forget_oldest(directory: Path) -> None:
    """Remove the caches of repositories that were not looked at for the longest time."""
    known = sorted(directory.glob(f"*{_SUFFIX}"), key=lambda path: (path.stat().st_mtime, path.name))
    for path in known[:-_MOST_REPOSITORIES]:
        path.unlink(missing_ok=True)
