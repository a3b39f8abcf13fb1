"""The packages that a `Cargo.lock` names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection

# Cargo writes the file itself, one key a line; reading it as TOML takes a hundred times longer and tells no more.
_NAME = re.compile(rb'^name = "([\w-]+)"\s*$', re.MULTILINE)


def locked_packages(directory: str, paths: Collection[str], read: Callable[[str], bytes]) -> list[str]:
    """Return the names in the `Cargo.lock` in *directory*, sorted, each once; nothing when there is no such file."""
    path = posixpath.join(directory, "Cargo.lock")
    return sorted({name.decode() for name in _NAME.findall(read(path))}) if path in paths else []
