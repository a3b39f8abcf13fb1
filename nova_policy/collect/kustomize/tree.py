"""The scanned tree as kustomize would read it, and nothing outside of it."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nova_policy.collect.limits import Limits
from nova_policy.collect.walk import read_file
from nova_policy.collect.yaml_nodes import YamlFile, load_yaml


@dataclass(frozen=True, slots=True)
class Tree:
    """Files under *root* (a resolved path), by `/`-separated paths relative to it; the root itself is `.`.

    *files* are the YAML files that have been read already; what kustomizations name beyond them is read here.
    """

    root: Path
    files: Mapping[str, YamlFile]
    limits: Limits
    _kinds: dict[str, Literal["file", "directory"] | None] = field(default_factory=dict, repr=False, compare=False)
    _read: dict[str, YamlFile | None] = field(default_factory=dict, repr=False, compare=False)

    def kind(self, path: str) -> Literal["file", "directory"] | None:
        """Tell what lies at *path*, following symlinks within the tree only."""
        if path not in self._kinds:
            self._kinds[path] = self._kind(path)
        return self._kinds[path]

    def _kind(self, path: str) -> Literal["file", "directory"] | None:
        # Before its links are resolved, which takes ten times as long: most of what is asked for is not there.
        try:
            mode = os.stat(f"{self.root}/{path}").st_mode  # noqa: PTH116 - a Path takes as long as the call
        except (OSError, ValueError):
            return None
        if self.leaves(path):
            return None
        if stat.S_ISDIR(mode):
            return "directory"
        return "file" if stat.S_ISREG(mode) else None

    def leaves(self, path: str) -> bool:
        """Tell whether *path*, or a symlink on its way, leads out of the tree."""
        if path == ".." or path.startswith(("../", "/")):
            return True
        try:
            real = Path(os.path.realpath(self.root / path))
        except (OSError, ValueError):
            return True
        return real != self.root and self.root not in real.parents

    def yaml(self, path: str) -> YamlFile | None:
        """Return the file's documents, None where there is no readable file."""
        if path in self.files:
            return self.files[path]
        if path not in self._read:
            data = self.bytes(path)
            self._read[path] = None if data is None else load_yaml(data, path, self.limits)
        return self._read[path]

    def bytes(self, path: str) -> bytes | None:
        """Return a file's contents, None where there is no regular file of a permitted size."""
        if self.kind(path) != "file":
            return None
        data = read_file(self.root, path, self.limits)
        return data if isinstance(data, bytes) else None


def join(folder: str, written: str) -> str:
    """Return the path that *written*, found in a file of *folder*, means; it may begin with `..`."""
    return posixpath.normpath(posixpath.join(folder, written))
