"""Archives: written the same every time, read without trust."""

from __future__ import annotations

import gzip
import io
import tarfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.bundle.archive import pack, unpack
from nova_policy.errors import TrustError


def tar(*members: tarfile.TarInfo) -> bytes:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for member in members:
            archive.addfile(member, io.BytesIO(b"x" * member.size))
    return gzip.compress(plain.getvalue())


def member(name: str, *, kind: bytes = tarfile.REGTYPE, size: int = 1) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.size, info.linkname = kind, size if kind == tarfile.REGTYPE else 0, "/etc/passwd"
    return info


def test_equal_members_give_equal_bytes_in_any_order() -> None:
    assert pack({"a": b"1", "b": b"2"}) == pack({"b": b"2", "a": b"1"})


@given(
    st.dictionaries(
        st.text("abc/._-", min_size=1).filter(
            lambda name: name == name.strip("/.") and "//" not in name and ".." not in name.split("/")
        ),
        st.binary(),
    )
)
def test_what_is_packed_is_unpacked(members: dict[str, bytes]) -> None:
    assert unpack(pack(members)) == members


def test_one_leading_slash_is_what_opa_writes() -> None:
    assert unpack(tar(member("/data.json"))) == {"data.json": b"x"}


@pytest.mark.parametrize(
    "build",
    [
        lambda: tar(member("../x")),
        lambda: tar(member("/../c/p.rego")),
        lambda: tar(member("//etc/x")),
        lambda: tar(member("a/../../x")),
        lambda: tar(member("link", kind=tarfile.SYMTYPE)),
        lambda: tar(member("link", kind=tarfile.LNKTYPE)),
        lambda: tar(member("device", kind=tarfile.CHRTYPE)),
        lambda: tar(member("data.json"), member("/data.json")),
        lambda: tar(member("data.json"), member("./data.json")),
        lambda: b"not gzip",
        lambda: gzip.compress(b"not tar" * 200),
        lambda: tar(member("a"))[:-20],
    ],
)
def test_hostile_archives_are_refused(build: Callable[[], bytes]) -> None:
    with pytest.raises(TrustError):
        unpack(build())
