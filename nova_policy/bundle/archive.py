"""Tar archives without surprises: written byte for byte the same, read without trust."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping

from nova_policy.errors import TrustError

BUNDLE_NAME = "nova.tar.gz"
MODULE_NAME = "nova.wasm"
_PACKED_LIMIT = 50 * 1024 * 1024
_UNPACKED_LIMIT = 200 * 1024 * 1024
_MEMBER_LIMIT = 10_000


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return a tar.gz of *members* in the order of their names, with no time, owner or host in it."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(members):
            info = tarfile.TarInfo(name)
            info.size = len(members[name])
            info.mode = 0o644
            archive.addfile(info, io.BytesIO(members[name]))
    return gzip.compress(plain.getvalue(), 9, mtime=0)


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the regular files of a tar.gz by name, one leading `/` stripped, as `opa build` writes them.

    Raises TrustError for links, devices, `..`, a name given twice, and what exceeds 50 MiB packed,
    200 MiB unpacked or 10,000 members.
    """
    if len(data) > _PACKED_LIMIT:
        raise TrustError(f"bundle is larger than {_PACKED_LIMIT} bytes")
    members: dict[str, bytes] = {}
    total = 0
    try:
        with tarfile.open(fileobj=_bounded(data), mode="r:") as archive:
            for info in archive:
                name = _safe_name(info)
                total += info.size
                if total > _UNPACKED_LIMIT or len(members) >= _MEMBER_LIMIT:
                    raise TrustError("bundle unpacks to more than 200 MiB or 10,000 files")
                if name in members:
                    raise TrustError(f"bundle names {name!r} twice")
                content = archive.extractfile(info)
                members[name] = content.read() if content else b""
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        raise TrustError(f"bundle is not a tar.gz archive: {error}") from None
    return members


def _bounded(data: bytes) -> io.BytesIO:
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
        plain = packed.read(_UNPACKED_LIMIT + _MEMBER_LIMIT * 1024)
    return io.BytesIO(plain)


def _safe_name(info: tarfile.TarInfo) -> str:
    if not info.isreg() or info.size < 0:
        raise TrustError(f"bundle member {info.name!r} is not a regular file")
    name = info.name.removeprefix("/").removeprefix("./")
    if name.startswith("/") or ".." in name.split("/") or not name:
        raise TrustError(f"bundle member {info.name!r} leaves the bundle")
    return name


def revision_of(members: Mapping[str, bytes]) -> str:
    """Return the digest over all files of a bundle but its manifest, which names it."""
    names = sorted(set(members) - {".manifest"})
    return digest(b"".join(f"{name}\0{digest(members[name])}\n".encode() for name in names))


def digest(content: bytes) -> str:
    """Return the SHA-256 of *content* in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
