"""What a Go binary says about itself, read without starting it.

The format is that of Go 1.18 and later (`debug/buildinfo`): in the data segment, aligned to 16 bytes, a header of
32 bytes, then two strings with a varint length before each: the version of Go, and the modules, one per line,
between two marks of 16 bytes.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"\xff Go buildinf:"
_ALIGNMENT = 16
_HEADER_BYTES = 32
_FLAGS_AT = 15
_STRINGS_FOLLOW = 2
_MARK_BYTES = 16
_LONGEST_STRING = 1024 * 1024


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """The main module: its path, its version (`v1.2.3`, or `(devel)`) and its go.sum hash, empty when unknown."""

    module: str
    version: str
    sum: str


def read_build_info(path: Path) -> BuildInfo | None:
    """Return the build information of a binary, None for whatever is not one that Go has built.

    Raises OSError when the file cannot be read.
    """
    with path.open("rb") as file:
        if not path.stat().st_size:
            return None
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as binary:
            return _main_module(_modules(binary))


def _modules(binary: mmap.mmap) -> str:
    start = binary.find(_MAGIC)
    # The magic also stands, unaligned, among the constants of programs that read build information themselves.
    while start >= 0:
        header = binary[start : start + _HEADER_BYTES]
        if start % _ALIGNMENT == 0 and len(header) == _HEADER_BYTES and header[_FLAGS_AT] & _STRINGS_FOLLOW:
            _, behind = _string(binary, start + _HEADER_BYTES)
            modules, _ = _string(binary, behind)
            return modules[_MARK_BYTES:-_MARK_BYTES].decode("utf-8", "replace")
        start = binary.find(_MAGIC, start + 1)
    return ""


def _string(binary: mmap.mmap, at: int) -> tuple[bytes, int]:
    length = shift = 0
    while at < len(binary) and shift < 64:
        byte = binary[at]
        at += 1
        length |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            break
    length = min(length, _LONGEST_STRING)
    return binary[at : at + length], at + length


def _main_module(modules: str) -> BuildInfo | None:
    for line in modules.splitlines():
        match line.split("\t"):
            case ["mod", module, version, *rest]:
                return BuildInfo(module, version, rest[0] if rest else "")
    return None
