"""Stand-ins for programs: shell scripts that say what a test wants, some with the build information of Go."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.tools.cache import Places

Shim = Callable[[str, str], Path]
Binary = Callable[..., bytes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the one folder of the PATH besides the system's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.fixture
def places(folder: Path, tmp_path: Path) -> Places:
    return Places(str(folder), tmp_path / "cache")


@pytest.fixture
def shim(folder: Path) -> Shim:
    """Return a function that puts a shell script on the PATH."""

    def write(name: str, body: str) -> Path:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture
def binary() -> Binary:
    """Return a function that gives a startable file with the build information of a Go binary."""

    def build(module: str, version: str, checksum: str = "", script: str = "exit 0") -> bytes:
        modules = f"path\t{module}\nmod\t{module}\t{version}\t{checksum}\ndep\tx\tv1.0.0\th1:x=\n"
        text = b"<" * 16 + modules.encode() + b">" * 16
        start = f"#!/bin/sh\n{script}\nexit\n".encode() + b"decoy \xff Go buildinf:\x08\x02"
        start += b"\n" * (-len(start) % 16)
        header = b"\xff Go buildinf:\x08\x02" + b"\0" * 16
        return start + header + length(8) + b"go1.26.8" + length(len(text)) + text

    return build


def length(number: int) -> bytes:
    """Encode a varint."""
    encoded = bytearray()
    while number >= 0x80:
        encoded.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*encoded, number))
