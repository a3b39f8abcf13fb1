from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from nova_policy.memory import Memory, version_of
from nova_policy.model import Json

FACTS: Mapping[str, Json] = {"b": [1, {"c": None}], "a": "é"}


def memory(directory: Path, version: str = "1", root: str = "/one", purpose: str = "facts") -> Memory:
    return Memory(directory, Path(root), purpose, version)


def stored(directory: Path, **kept: Mapping[str, Json]) -> Path:
    first = memory(directory)
    for content, facts in kept.items():
        first.put(content.encode(), facts)
    assert first.save() is True
    [path] = directory.iterdir()
    return path


def test_what_was_put_is_found_by_the_next_run(tmp_path: Path) -> None:
    stored(tmp_path / "c", text=FACTS)
    found = memory(tmp_path / "c").get(b"text")
    assert found == FACTS
    assert list(found or {}) == ["b", "a"]


@pytest.mark.parametrize(
    ("version", "root", "purpose", "content"),
    [
        ("2", "/one", "facts", b"text"),
        ("1", "/other", "facts", b"text"),
        ("1", "/one", "verdicts", b"text"),
        ("1", "/one", "facts", b"Text"),
    ],
)
def test_another_version_repository_purpose_or_content_is_unknown(
    tmp_path: Path, version: str, root: str, purpose: str, content: bytes
) -> None:
    stored(tmp_path / "c", text=FACTS)
    assert memory(tmp_path / "c", version, root, purpose).get(content) is None


def test_only_the_user_can_enter_and_read(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_flipped_byte_costs_that_entry_only(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", one={"x": "aaaa"}, two={"x": "bbbb"})
    path.write_bytes(path.read_bytes().replace(b"aaaa", b"aaba"))
    found = memory(tmp_path / "c")
    assert found.get(b"one") is None
    assert found.get(b"two") == {"x": "bbbb"}


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"no line\n", b"key digest {}\n" * 3])
def test_a_corrupt_file_is_an_empty_memory(tmp_path: Path, damage: bytes) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    path.write_bytes(damage)
    found = memory(tmp_path / "c")
    assert found.get(b"text") is None
    found.put(b"text", FACTS)
    assert found.save() is True
    assert memory(tmp_path / "c").get(b"text") == FACTS


@pytest.mark.parametrize("which", ["directory", "file"])
def test_what_others_may_write_is_not_read(tmp_path: Path, which: str) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    (path if which == "file" else path.parent).chmod(0o722)
    assert memory(tmp_path / "c").get(b"text") is None


def test_a_directory_that_others_may_write_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c").chmod(0o777)
    found = memory(tmp_path / "c")
    found.put(b"text", FACTS)
    assert found.save() is False
    assert list((tmp_path / "c").iterdir()) == []


def test_a_symlink_is_no_memory(tmp_path: Path) -> None:
    stored(tmp_path / "real", text=FACTS)
    (tmp_path / "c").symlink_to(tmp_path / "real")
    assert memory(tmp_path / "c").get(b"text") is None


@pytest.mark.parametrize("blocked", ["a file stands there", "the parent is a file"])
def test_a_memory_that_cannot_be_written_is_none(tmp_path: Path, blocked: str) -> None:
    (tmp_path / "c").write_text("")
    found = memory(tmp_path / "c" if blocked == "a file stands there" else tmp_path / "c" / "d")
    found.put(b"text", FACTS)
    assert found.get(b"text") == FACTS
    assert found.save() is False


def test_what_no_run_asks_for_is_forgotten(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", one=FACTS, two=FACTS)
    found = memory(tmp_path / "c")
    found.get(b"one")
    assert found.save() is True
    assert len(path.read_bytes().splitlines()) == 1


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    assert list(path.parent.iterdir()) == [path]


def test_equal_contents_give_equal_bytes(tmp_path: Path) -> None:
    one = stored(tmp_path / "a", one=FACTS, two=FACTS)
    two = stored(tmp_path / "b", two=FACTS, one=FACTS)
    assert one.read_bytes() == two.read_bytes()


def test_repositories_have_memories_of_their_own_and_the_oldest_go(tmp_path: Path) -> None:
    other = memory(tmp_path / "c", purpose="verdicts")
    other.put(b"text", FACTS)
    other.save()
    [kept] = (tmp_path / "c").iterdir()
    os.utime(kept, (0, 0))
    for number in range(25):
        each = memory(tmp_path / "c", root=f"/{number}")
        each.put(b"text", {"number": number})
        each.save()
        [*_, newest] = sorted((tmp_path / "c").glob("*.facts"), key=lambda path: path.stat().st_mtime_ns)
        os.utime(newest, (number + 1, number + 1))
    assert len(list((tmp_path / "c").glob("*.facts"))) == 20
    assert [memory(tmp_path / "c", root=f"/{n}").get(b"text") for n in (0, 24)] == [None, {"number": 24}]
    assert kept.exists(), "what was kept for another purpose is nobody's business here"


def test_code_that_changes_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "changing"
    (package / "within").mkdir(parents=True)
    for path in (package / "__init__.py", package / "within" / "__init__.py", package / "within" / "a.py"):
        path.write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    before = version_of("changing")
    (package / "notes.txt").write_text("no code")
    assert version_of("changing") == before
    (package / "within" / "a.py").write_text("a = 1")
    assert version_of("changing") != before


def test_a_library_that_is_upgraded_is_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site-packages"
    (installed / "some-1.0.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(installed)
    before = version_of("nova_policy.pages")
    (installed / "some-1.0.dist-info").rename(installed / "some-1.1.dist-info")
    assert version_of("nova_policy.pages") != before
