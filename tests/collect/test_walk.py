"""Which files of a tree are looked at."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from nova_policy.collect.limits import Limits
from nova_policy.collect.walk import read_file, walk_tree
from nova_policy.model import Problem


def plant(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("x")


def listed(root: Path, *exclude: str) -> tuple[str, ...]:
    return walk_tree(root, exclude, Limits()).files


def test_files_are_listed_relative_and_sorted(tmp_path: Path) -> None:
    plant(tmp_path, "b.yaml", "a/z.yaml", "a/b/c.yaml")
    assert listed(tmp_path) == ("a/b/c.yaml", "a/z.yaml", "b.yaml")


def test_exclude_has_the_syntax_of_gitignore(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.yaml", "a/keep.yaml", "b/x.yaml", "docs/y.yaml")
    assert listed(tmp_path, "a/*", "!a/keep.yaml", "docs/") == ("a/keep.yaml", "b/x.yaml")


def test_gitignore_files_hold_for_what_lies_below_them(tmp_path: Path) -> None:
    plant(tmp_path, "a/x.log", "a/b/x.log", "b/x.log", "b/keep.log")
    (tmp_path / ".gitignore").write_text("a/*.log\n")
    (tmp_path / "b" / ".gitignore").write_text("*.log\n!keep.log\n")
    tree = walk_tree(tmp_path, (), Limits())
    assert tree.files == (".gitignore", "a/b/x.log", "b/.gitignore", "b/keep.log")
    assert tree.ignored == 2


def test_a_tracked_file_cannot_be_hidden_by_gitignore(tmp_path: Path) -> None:
    plant(tmp_path, "k8s/secret.yaml", "k8s/local.yaml")
    (tmp_path / ".gitignore").write_text("k8s/\n")
    for command in (["init", "-q"], ["add", "-f", "k8s/secret.yaml"]):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    assert listed(tmp_path) == (".gitignore", "k8s/secret.yaml")


def test_generated_folders_are_not_entered(tmp_path: Path) -> None:
    plant(tmp_path, "node_modules/a/x.yaml", "target/debug/x.yaml", ".git/x.yaml", "x.yaml")
    assert listed(tmp_path) == ("x.yaml",)


def test_links_out_of_the_tree_and_special_files_are_not_read(tmp_path: Path) -> None:
    root = tmp_path / "root"
    plant(root, "in.yaml")
    (tmp_path / "secret.yaml").write_text("x")
    (root / "out.yaml").symlink_to(tmp_path / "secret.yaml")
    (root / "zero.yaml").symlink_to("/dev/zero")
    (root / "loop.yaml").symlink_to("loop.yaml")
    (root / "inner.yaml").symlink_to("in.yaml")
    os.mkfifo(root / "pipe.yaml")
    assert listed(root) == ("in.yaml", "inner.yaml")


def test_more_files_than_allowed_make_the_run_incomplete(tmp_path: Path) -> None:
    plant(tmp_path, *(f"{number}.yaml" for number in range(5)))
    tree = walk_tree(tmp_path, (), Limits(tree_files=3))
    assert len(tree.files) == 3
    assert [problem.code for problem in tree.problems] == ["NOVA-F14"]


def test_names_that_are_not_utf8_are_listed(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.yaml"))).write_text("x")
    assert listed(tmp_path) == ("\udcff.yaml",)


def test_a_large_file_is_named_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "big.yaml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    problem = read_file(tmp_path, "big.yaml", Limits())
    assert isinstance(problem, Problem)
    assert problem.code == "NOVA-Y14"


def test_small_files_take_no_pages_of_their_own(tmp_path: Path) -> None:
    def mappings() -> int:
        return len(Path("/proc/self/maps").read_text().splitlines())

    plant(tmp_path, *(f"{number}.yaml" for number in range(200)))
    before = mappings()
    read = [read_file(tmp_path, f"{number}.yaml", Limits()) for number in range(200)]
    assert mappings() - before < 100
    assert all(isinstance(data, bytes) for data in read)


def test_a_vanished_file_is_named(tmp_path: Path) -> None:
    problem = read_file(tmp_path, "gone.yaml", Limits())
    assert isinstance(problem, Problem)
    assert problem.code == "NOVA-F03"
