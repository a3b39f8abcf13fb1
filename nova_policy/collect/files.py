"""The files of a repository as collectors see them: names first, contents when asked."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from nova_policy.collect.limits import Limits
from nova_policy.model import Location, Problem

_CONTROL_BUT_SPACE = frozenset(map(chr, [*range(9), 11, *range(14, 32), 127]))


@dataclass(frozen=True)
class Files:
    """Paths relative to the root, with `/`, sorted; *read* gives the bytes of one of them.

    *read* answers b"" for a file that it cannot read: whoever provides it reports that once.
    """

    paths: tuple[str, ...]
    read: Callable[[str], bytes] = field(repr=False)
    limits: Limits = field(default_factory=Limits)

    @cached_property
    def known(self) -> frozenset[str]:
        """All paths, for questions about existence."""
        return frozenset(self.paths)

    @cached_property
    def folders(self) -> frozenset[str]:
        """All folders that hold a file at any depth; the root is `.`."""
        found = {"."}
        for path in self.paths:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def exists(self, path: str) -> bool:
        """Tell whether *path*, in any spelling, is a file or folder of the tree."""
        clean = normalise(path)
        return clean is not None and (clean in self.known or clean in self.folders)

    def below(self, folder: str) -> Iterator[str]:
        """Yield the files in *folder* and below it."""
        prefix = "" if folder in {"", "."} else folder + "/"
        for index in range(bisect_left(self.paths, prefix), len(self.paths)):
            if not self.paths[index].startswith(prefix):
                return
            yield self.paths[index]

    def text(self, path: str) -> str | Problem:
        """Return a file's text, or why it is none."""
        return decode_text(self.read(path), path)


def normalise(path: str) -> str | None:
    """Return *path* without `./`, `..` and trailing `/`; None when it is absolute or leaves the root."""
    if path.startswith(("/", "~")):
        return None
    clean = posixpath.normpath(path or ".")
    return None if clean == ".." or clean.startswith("../") else clean


def decode_text(data: bytes, path: str) -> str | Problem:
    """Decode UTF-8, with or without byte order mark; line ends become LF."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem("NOVA-Y08", f"byte {error.start} is not UTF-8", "save the file as UTF-8", Location(path, line))
    if not _CONTROL_BUT_SPACE.isdisjoint(text):
        offset = next(index for index, character in enumerate(text) if character in _CONTROL_BUT_SPACE)
        where = Location(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
        return Problem("NOVA-Y11", "a control character", "remove it", where)
    return text.replace("\r\n", "\n").replace("\r", "\n")
