"""What one run keeps for the next, as a user sees it."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from nova_policy.tools.find import find_tool
from tests.cli.test_test_command import nova

EXAMPLE = Path(__file__).parents[2] / "examples" / "nova"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "repository")
    return tmp_path / "repository"


def judged(tree: Path, cache: Path) -> tuple[int, str, str]:
    """Return exit code, report and stderr of a run with a cache of its own."""
    path = os.pathsep.join([str(Path(find_tool("kustomize").command[0]).parent), os.environ["PATH"]])
    ran = nova("test", str(tree), "--format", "json", cwd=None, NOVA_POLICY_CACHE=str(cache), PATH=path)
    return ran.returncode, ran.stdout.decode(), ran.stderr.decode()


def test_a_run_that_remembers_says_the_same_byte_for_byte(tree: Path, tmp_path: Path) -> None:
    first = judged(tree, tmp_path / "cache")
    kept = {path.suffix for path in (tmp_path / "cache" / "memory").iterdir()}
    assert kept == {".builds", ".facts", ".rust", ".verdicts"}
    assert judged(tree, tmp_path / "cache") == first
    assert first[0] == 1
    assert first[2] == ""


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        pytest.param(".github/workflows/ci-cd-pipeline.yml", "docker", "podman", id="a workflow"),
        pytest.param("k8s/graphql-gateway/deployment.yaml", "replicas:", "replicas: 1 #", id="a manifest"),
        pytest.param("backend/graphql-gateway/src/main.rs", "fn main", "fn other", id="Rust"),
        pytest.param("backend/notification-service/Dockerfile", "FROM", "# none\nFROM", id="a Dockerfile"),
    ],
)
def test_what_changed_is_judged_anew(tree: Path, tmp_path: Path, path: str, old: str, new: str) -> None:
    judged(tree, tmp_path / "cache")
    text = (tree / path).read_text()
    assert old in text
    (tree / path).write_text(text.replace(old, new))
    assert judged(tree, tmp_path / "cache") == judged(tree, tmp_path / "fresh")


@pytest.mark.parametrize("suffix", [".builds", ".facts", ".rust", ".verdicts"])
def test_a_damaged_memory_is_none(tree: Path, tmp_path: Path, suffix: str) -> None:
    first = judged(tree, tmp_path / "cache")
    [kept] = (tmp_path / "cache" / "memory").glob(f"*{suffix}")
    kept.write_bytes(kept.read_bytes().replace(b"e", b"a"))
    assert judged(tree, tmp_path / "cache") == first


def test_a_folder_that_others_can_write_is_not_used_and_that_is_said(tree: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cache" / "memory"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    code, _, said = judged(tree, tmp_path / "cache")
    assert code == 1
    assert said == (
        f"nova: warning {folder} can be written by others; "
        "no run remembers another until NOVA_POLICY_CACHE names a folder of your own\n"
    )
    assert list(folder.iterdir()) == []


def test_a_cache_that_cannot_be_made_is_none_and_that_is_said(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands there")
    code, _, said = judged(tree, tmp_path / "cache")
    assert code == 1
    assert said == (
        f"nova: warning {tmp_path / 'cache' / 'memory'} cannot be made; "
        "no run remembers another until NOVA_POLICY_CACHE names a folder of your own\n"
    )


def test_a_cache_that_the_scanned_tree_brings_is_not_used_and_that_is_said(tree: Path, tmp_path: Path) -> None:
    findings = json.loads(judged(tree, tmp_path / "cache")[1])["findings"]
    brought = tree / "cache"
    shutil.copytree(tmp_path / "cache", brought)
    for kept in brought.rglob("*.*"):
        kept.write_bytes(b"forged")
    code, report, said = judged(tree, brought)
    assert (code, json.loads(report)["findings"]) == (1, findings)
    assert said == (
        f"nova: warning the cache {brought} lies in what is scanned; "
        "no run remembers another until NOVA_POLICY_CACHE names a folder of your own\n"
    )
    assert {kept.read_bytes() for kept in brought.rglob("*.*")} == {b"forged"}
