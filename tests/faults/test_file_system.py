"""Rows F of the fault table: names, links, rights and settings of a tree that nobody vouches for."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.faults.trees import COMMAND, INGRESS, NAMESPACE, OTHER, Verdict, nova, plant, verdict

TLS = "a.yaml:5 kubernetes/ingress_tls"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "tree", {"a.yaml": INGRESS})


def test_f01_a_tree_whose_inputs_are_all_ignored_is_nothing_to_check(tree: Path) -> None:
    plant(tree, {".gitignore": "*.yaml\n"})
    completed = nova("test", ".", cwd=tree)
    assert (completed.returncode, completed.stdout) == (3, b"")
    assert b"1 ignored by .gitignore or exclude" in completed.stderr


def test_f02_an_argument_that_does_not_exist_is_named(tree: Path) -> None:
    completed = nova("test", "nope", cwd=tree)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr == b"nova: error nope: does not exist; name a repository's root\n"


def test_f03_what_may_not_be_read_is_named_and_the_rest_is_judged(tmp_path: Path) -> None:
    root = plant(tmp_path, {"a.yaml": INGRESS, "b.yaml": NAMESPACE, "d/c.yaml": NAMESPACE})
    for path in (root / "b.yaml", root / "d"):
        path.chmod(0)
    # Root may read everything; without these two rights it is a user like any other.
    without = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--") if os.geteuid() == 0 else ()
    command = [*without, *COMMAND, "test", str(root), "--format", "json"]
    completed = subprocess.run(command, capture_output=True, timeout=300, check=False)
    report = json.loads(completed.stdout)
    assert (completed.returncode, completed.stderr) == (4, b"")
    assert [item["what"] for item in report["not_assessed"]] == [
        "d:1:1: folder cannot be read: Permission denied",
        "b.yaml:1:1: cannot be read: Permission denied",
    ]
    assert [finding["policy"] for finding in report["findings"]] == ["kubernetes/ingress_tls"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("/dev/zero", "is a symbolic link that leads out of the scanned root"),
        ("../outside.yaml", "is a symbolic link that leads out of the scanned root"),
        ("missing.yaml", "is a symbolic link that leads nowhere"),
        ("link.yaml", "is a symbolic link that leads nowhere"),
        (".", "is a symbolic link to no regular file"),
    ],
)
def test_f05_links_that_lead_away_are_refused_without_reading(tree: Path, target: str, reason: str) -> None:
    plant(tree.parent, {"outside.yaml": OTHER})
    (tree / "link.yaml").symlink_to(target)
    assert verdict(tree) == Verdict(4, (f"NOVA-F05 link.yaml:1:1: {reason}",), (TLS,))


def test_f05_a_pipe_is_not_waited_for_and_links_within_the_tree_are_followed(tree: Path) -> None:
    os.mkfifo(tree / "pipe.yaml")
    (tree / "k8s").mkdir()
    (tree / "k8s" / "link.yaml").symlink_to("../a.yaml")
    found = verdict(tree)
    assert (found.code, found.not_assessed) == (4, ("NOVA-F05 pipe.yaml:1:1: is no regular file",))
    assert "k8s/link.yaml:5 kubernetes/ingress_tls" in found.findings


def test_f05_links_that_are_ignored_or_no_inputs_do_not_matter(tree: Path) -> None:
    plant(tree, {".gitignore": "link.yaml\n"})
    for name in ("link.yaml", "result", "notes.txt"):
        (tree / name).symlink_to("/nowhere")
    assert verdict(tree) == Verdict(1, (), (TLS,))


def test_f11_the_tree_cannot_weaken_its_own_gate(tree: Path) -> None:
    plant(tree, {"nova-policy.yaml": "engine: none\nfail_on: blocker\npolicy: [x]\n", "role.yaml": NAMESPACE})
    completed = nova("test", str(tree))
    assert completed.returncode == 1
    assert b"Ignored in the tree's own configuration: engine, fail_on, policy\n" in completed.stdout


def test_f11_an_unknown_setting_is_an_error_with_the_nearest_name(tree: Path) -> None:
    plant(tree, {"nova-policy.yaml": "exclud: []\n"})
    completed = nova("test", ".", cwd=tree)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr.endswith(b"unknown key 'exclud'; did you mean 'exclude'?\n")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("a.yaml", "is a file of the scanned tree; name another"),
        ("object.json", "is a file of the scanned tree; name another"),
        ("folder", "is a folder; name a file"),
        ("link", "is a symbolic link; name a file"),
        ("/dev/full", "is no regular file; name one, or `-` for stdout"),
        ("missing/report.json", "cannot be written"),
    ],
)
def test_f13_a_target_that_cannot_or_must_not_be_written_is_refused_before_the_work(
    tree: Path, target: str, reason: str
) -> None:
    plant(tree, {"object.json": json.dumps({"apiVersion": "v1", "kind": "Namespace"}), "folder/x": ""})
    (tree / "link").symlink_to("elsewhere")
    before = {path: path.read_bytes() for path in tree.iterdir() if path.is_file()}
    completed = nova("test", ".", "--format", "json", "--output", target, cwd=tree)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr.decode() == f"nova: error --output {target}: {reason}\n"
    assert {path: path.read_bytes() for path in tree.iterdir() if path.is_file()} == before


def test_f13_an_earlier_report_in_the_tree_may_be_written_over(tree: Path) -> None:
    for _ in range(2):
        assert nova("test", ".", "--format", "json", "--output", "report.json", cwd=tree).returncode == 1
    assert json.loads((tree / "report.json").read_text())["findings"]


def test_f14_a_tree_of_too_many_files_is_said_to_be_one(tree: Path) -> None:
    for number in range(30):
        (tree / f"{number}.txt").touch()
    config = plant(tree.parent, {"c.yaml": "limits: {tree_files: 20}\n"}) / "c.yaml"
    found = verdict(tree, "--config", str(config))
    assert (found.code, [line.split()[0] for line in found.not_assessed]) == (4, ["NOVA-F14"])
