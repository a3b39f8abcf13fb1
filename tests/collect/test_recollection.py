from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nova_policy.collect.facts import Collected, fact
from nova_policy.collect.files import Files
from nova_policy.collect.limits import Limits
from nova_policy.collect.recollection import Recollection
from nova_policy.memory import Memory
from nova_policy.model import Document, InputKind, Location, Problem

TREE = {"a.txt": b"one", "b.txt": b"two", "given.txt": b"three"}
PROBLEM = Problem("NOVA-T01", "a problem", "mend it", Location("b.txt", 2, 3), exit_code=6)


def files(tree: Mapping[str, bytes], limits: Limits | None = None) -> Files:
    return Files(tuple(sorted(tree)), tree.__getitem__, limits or Limits())


def read_a(tree: Files) -> Collected:
    text = tree.read("a.txt").decode()
    document = Document("a.txt", InputKind.DOCKERFILE, ["what stands in the file"], fact("F", "x", LINE).locator)
    return Collected((document, fact("Text", text, LINE, known=tree.exists("b.txt"))), (PROBLEM,))


LINE = Location("a.txt", 1)


@pytest.fixture
def remembered(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Collected | None]:
    """What a first run on TREE left for a run on another tree."""
    memory = Memory(tmp_path / "m", Path("/root"), "facts", "1")
    Recollection("reader", files(TREE), memory).derive(read_a, ["given.txt"])
    assert memory.save()

    def recall(tree: Mapping[str, bytes]) -> Collected | None:
        again = Memory(tmp_path / "m", Path("/root"), "facts", "1")
        return Recollection("reader", files(tree), again).recall()

    return recall


def test_facts_and_problems_are_recalled_and_what_stands_in_files_is_not(
    remembered: Callable[[Mapping[str, bytes]], Collected | None],
) -> None:
    assert remembered(TREE) == Collected((fact("Text", "one", LINE, known=True),), (PROBLEM,))


def test_a_file_that_was_not_read_may_change(
    remembered: Callable[[Mapping[str, bytes]], Collected | None],
) -> None:
    assert remembered({**TREE, "b.txt": b"other"}) is not None


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"a.txt": b"One"}, id="a file that was read"),
        pytest.param({"given.txt": b"other"}, id="a file that was given"),
        pytest.param({"c.txt": b""}, id="a file that is new"),
    ],
)
def test_what_it_rests_on_must_be_the_same(
    remembered: Callable[[Mapping[str, bytes]], Collected | None], change: Mapping[str, bytes]
) -> None:
    assert remembered({**TREE, **change}) is None


def test_what_is_kept_can_be_read_by_nobody_who_lacks_the_files(tmp_path: Path) -> None:
    def leak(tree: Files) -> Collected:
        return Collected((fact("Text", tree.read("a.txt").decode(), LINE),))

    kept = []
    for number, text in enumerate((b"canary" * 50, b"canari" * 50)):
        memory = Memory(tmp_path / "m", Path(f"/{number}"), "facts", "1")
        Recollection("reader", files({"a.txt": text}), memory).derive(leak)
        memory.save()
        [path] = (tmp_path / "m").iterdir()
        entry = json.loads(path.read_bytes().split(b" ", 2)[2])
        assert sorted(entry) == ["check", "read", "sealed"]
        kept.append(base64.b64decode(entry["sealed"]))
        assert b"canar" not in kept[-1]
        path.unlink()
    different = sum(one != other for one, other in zip(*kept, strict=True))
    assert different > 0.9 * len(kept[0]), "one text says nothing about how the other is sealed"


def test_other_limits_and_collectors_are_others(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "m", Path("/root"), "facts", "1")
    Recollection("reader", files(TREE), memory).derive(read_a)
    assert Recollection("reader", files(TREE), memory).recall() is not None
    assert Recollection("reader", files(TREE, Limits(file_bytes=5)), memory).recall() is None
    assert Recollection("writer", files(TREE), memory).recall() is None


def test_without_a_memory_everything_is_derived() -> None:
    recollection = Recollection("reader", files(TREE), None)
    assert recollection.recall() is None
    assert recollection.derive(read_a) == read_a(files(TREE))
