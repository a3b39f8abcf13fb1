from __future__ import annotations

import pytest

from nova_policy.collect.files import decode_text, normalise
from nova_policy.model import Location, Problem
from tests.collect.file_trees import files_of

TREE = files_of({"a/b/c.txt": "x", "d.txt": "y"})


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("./a/b/", "a/b"),
        ("a/../d", "d"),
        ("", "."),
        (".", "."),
        ("../x", None),
        ("a/../../x", None),
        ("/etc", None),
        ("~/x", None),
    ],
)
def test_paths_are_normalised_within_the_root(path: str, expected: str | None) -> None:
    assert normalise(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [("a/b/c.txt", True), ("./a/b", True), ("a", True), (".", True), ("b", False), ("../a", False)],
)
def test_files_and_their_folders_exist(path: str, expected: bool) -> None:
    assert TREE.exists(path) is expected


def test_folders_are_all_above_a_file() -> None:
    assert TREE.folders == {".", "a", "a/b"}


def test_below_is_a_folder_and_not_a_prefix() -> None:
    files = files_of({"a/x": "", "ab/y": "", "a/b/z": ""})
    assert list(files.below("a")) == ["a/b/z", "a/x"]
    assert list(files.below(".")) == ["a/b/z", "a/x", "ab/y"]


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [(b"ok\ncaf\xe9", "NOVA-Y08", 2), (b"a\nb\x00c", "NOVA-Y11", 2), (b"\x1b[0m", "NOVA-Y11", 1)],
)
def test_what_is_no_text_is_a_problem_with_its_line(data: bytes, code: str, line: int) -> None:
    problem = decode_text(data, "x")
    assert isinstance(problem, Problem)
    assert problem.code == code
    assert isinstance(problem.location, Location)
    assert problem.location.line == line


def test_line_ends_and_byte_order_mark_are_gone() -> None:
    assert decode_text(b"\xef\xbb\xbfa\r\nb\rc", "x") == "a\nb\nc"
