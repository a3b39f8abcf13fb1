from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nova_policy.tools.build_info import BuildInfo, read_build_info

Binary = Callable[..., bytes]


def test_the_main_module_is_read_behind_a_decoy(tmp_path: Path, binary: Binary) -> None:
    file = tmp_path / "program"
    file.write_bytes(binary("example.com/" + "long/" * 40, "v1.2.3", "h1:abc="))
    assert read_build_info(file) == BuildInfo("example.com/" + "long/" * 40, "v1.2.3", "h1:abc=")


def test_a_development_build_has_no_sum(tmp_path: Path, binary: Binary) -> None:
    file = tmp_path / "program"
    file.write_bytes(binary("example.com/tool", "(devel)"))
    assert read_build_info(file) == BuildInfo("example.com/tool", "(devel)", "")


@pytest.mark.parametrize("content", [b"", b"#!/bin/sh\n", b"\xff Go buildinf:\x08\x00" + b"\0" * 64])
def test_other_files_have_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "program"
    file.write_bytes(content)
    assert read_build_info(file) is None


def test_an_unreadable_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_build_info(tmp_path / "missing")


@given(tail=st.binary(max_size=200))
@example(tail=b"\xff" * 100)
def test_a_broken_binary_is_never_a_crash(tmp_path_factory: pytest.TempPathFactory, tail: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "broken"
    file.write_bytes(b"\xff Go buildinf:\x08\x02" + b"\0" * 16 + tail)
    read_build_info(file)
