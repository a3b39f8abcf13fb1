from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

import pytest

from nova_policy.collect.cache import FactCache, repository_cache
from nova_policy.model import Json

FACTS: Mapping[str, Json] = {"b": [1, {"c": None}], "a": "é"}


def stored(directory: Path, **kept: Mapping[str, Json]) -> Path:
    cache = FactCache(directory, "1")
    for content, facts in kept.items():
        cache.put("rust 1", content.encode(), facts)
    assert cache.save() is True
    return directory / "repository.facts"


def test_what_was_put_is_found_by_the_next_run(tmp_path: Path) -> None:
    stored(tmp_path / "c", text=FACTS)
    found = FactCache(tmp_path / "c", "1").get("rust 1", b"text")
    assert found == FACTS
    assert list(found or {}) == ["b", "a"]


@pytest.mark.parametrize(
    ("version", "collector", "content"), [("2", "rust 1", b"text"), ("1", "rust 2", b"text"), ("1", "rust 1", b"Text")]
)
def test_another_version_collector_or_content_is_another_key(
    tmp_path: Path, version: str, collector: str, content: bytes
) -> None:
    stored(tmp_path / "c", text=FACTS)
    assert FactCache(tmp_path / "c", version).get(collector, content) is None


def test_only_the_user_can_enter_and_read(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_flipped_byte_costs_that_entry_only(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", one={"x": "aaaa"}, two={"x": "bbbb"})
    path.write_bytes(path.read_bytes().replace(b"aaaa", b"aaba"))
    cache = FactCache(tmp_path / "c", "1")
    assert cache.get("rust 1", b"one") is None
    assert cache.get("rust 1", b"two") == {"x": "bbbb"}


@pytest.mark.parametrize("damage", [b"", b"\x00\xff", b"no line\n", b"key digest {}\n" * 3])
def test_a_corrupt_file_is_an_empty_cache(tmp_path: Path, damage: bytes) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    path.write_bytes(damage)
    cache = FactCache(tmp_path / "c", "1")
    assert cache.get("rust 1", b"text") is None
    cache.put("rust 1", b"text", FACTS)
    assert cache.save() is True
    assert FactCache(tmp_path / "c", "1").get("rust 1", b"text") == FACTS


@pytest.mark.parametrize("which", ["directory", "file"])
def test_what_others_may_write_is_not_read(tmp_path: Path, which: str) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    (path if which == "file" else path.parent).chmod(0o722)
    assert FactCache(tmp_path / "c", "1").get("rust 1", b"text") is None


def test_a_directory_that_others_may_write_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c").chmod(0o777)
    cache = FactCache(tmp_path / "c", "1")
    cache.put("rust 1", b"text", FACTS)
    assert cache.save() is False
    assert list((tmp_path / "c").iterdir()) == []


def test_a_symlink_is_no_cache(tmp_path: Path) -> None:
    stored(tmp_path / "real", text=FACTS)
    (tmp_path / "c").symlink_to(tmp_path / "real")
    assert FactCache(tmp_path / "c", "1").get("rust 1", b"text") is None


@pytest.mark.parametrize("blocked", ["a file stands there", "the parent is a file"])
def test_a_cache_that_cannot_be_written_is_none(tmp_path: Path, blocked: str) -> None:
    (tmp_path / "c").write_text("")
    cache = FactCache(tmp_path / "c" if blocked == "a file stands there" else tmp_path / "c" / "d", "1")
    cache.put("rust 1", b"text", FACTS)
    assert cache.get("rust 1", b"text") == FACTS
    assert cache.save() is False


def test_what_no_run_asks_for_is_forgotten(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", one=FACTS, two=FACTS)
    cache = FactCache(tmp_path / "c", "1")
    cache.get("rust 1", b"one")
    assert cache.save() is True
    assert len(path.read_bytes().splitlines()) == 1


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    path = stored(tmp_path / "c", text=FACTS)
    assert list(path.parent.iterdir()) == [path]


def test_equal_contents_give_equal_bytes(tmp_path: Path) -> None:
    one = stored(tmp_path / "a", one=FACTS, two=FACTS)
    two = stored(tmp_path / "b", two=FACTS, one=FACTS)
    assert one.read_bytes() == two.read_bytes()


def test_repositories_have_caches_of_their_own_and_the_oldest_go(tmp_path: Path) -> None:
    for number in range(25):
        cache = repository_cache(tmp_path / str(number), "1", tmp_path / "c")
        cache.put("rust 1", b"text", {"number": number})
        cache.save()
        [*_, newest] = sorted((tmp_path / "c").iterdir(), key=lambda each: each.stat().st_mtime_ns)
        os.utime(newest, (number + 1, number + 1))
    assert len(list((tmp_path / "c").iterdir())) == 20
    found = [repository_cache(tmp_path / str(n), "1", tmp_path / "c").get("rust 1", b"text") for n in (0, 24)]
    assert found == [None, {"number": 24}]
