"""No secret of a scanned tree is in any output, cache or temporary file, plain or encoded."""

from __future__ import annotations

import base64
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from nova_policy.report.formats import FORMATS
from nova_policy.report.mask import mask_lines
from nova_policy.tools.find import find_tool
from tests.canaries import leaks, plant

COMMAND = [sys.executable, "-c", "from nova_policy.cli import main; main()"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    return root


@pytest.fixture
def planted(tree: Path) -> dict[str, str]:
    return plant(tree)


def environment(tmp_path: Path) -> dict[str, str]:
    """Caches and temporary files of their own; the programs of the developer's cache stand in the PATH."""
    for name in ("cache", "tmp"):
        (tmp_path / name).mkdir(mode=0o700, exist_ok=True)
    programs = [str(Path(find_tool(name).command[0]).parent) for name in ("kustomize", "conftest")]
    path = os.pathsep.join([*programs, os.environ["PATH"]])
    folders = {"NOVA_POLICY_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "tmp")}
    return {**os.environ, **folders, "PATH": path}


def written(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def found(files: dict[str, bytes], planted: dict[str, str]) -> dict[str, list[str]]:
    return {name: places for name, content in files.items() if (places := leaks(content, planted))}


@pytest.mark.parametrize("engine", ["wasm", "conftest"])
def test_no_canary_leaves_the_tree(tree: Path, planted: dict[str, str], tmp_path: Path, engine: str) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    outputs = [part for name in FORMATS for part in ("--format", name, "--output", str(reports / name))]
    command = [*COMMAND, "test", str(tree), "--engine", engine, "--verbose", "--claims", *outputs]
    completed = subprocess.run(command, capture_output=True, env=environment(tmp_path), timeout=300, check=False)
    assert completed.returncode == 4, completed.stderr
    assert sorted(written(reports)) == sorted(FORMATS)
    files = {**written(reports), **written(tmp_path / "cache"), **written(tmp_path / "tmp")}
    files |= {"stdout": completed.stdout, "stderr": completed.stderr}
    assert found(files, planted) == {}
    # The run saw what it kept to itself: findings lie where canaries do, and environments were rendered.
    report = (reports / "text").read_text()
    for place in ("k8s/secret.yaml", "k8s/configmap.yaml", "Dockerfile", "terraform/main.tf", "deploy/broken"):
        assert f"{place}" in report
    assert "environments: " in report
    assert (reports / "html").read_text().count("•••") > 20


def test_no_canary_is_in_what_is_made_of_a_saved_result(tree: Path, planted: dict[str, str], tmp_path: Path) -> None:
    def run(*arguments: str) -> bytes:
        completed = subprocess.run(
            [*COMMAND, *arguments], capture_output=True, env=environment(tmp_path), cwd=tmp_path, check=False
        )
        return completed.stdout + completed.stderr

    run("test", str(tree), "--format", "json", "--output", "result.json")
    said = {name: run("report", "result.json", "--format", name) for name in FORMATS}
    said |= {f"comparison {name}": run("report", "result.json", "result.json", "--format", name) for name in ("json",)}
    said["history"] = run("history", "add", "result.json", "--label", "x") + run("history", "show")
    assert b"x" in said["history"]
    assert found({**said, **written(tmp_path / "cache")}, planted) == {}


def test_no_line_of_the_tree_shows_a_canary_however_it_is_excerpted(tree: Path, planted: dict[str, str]) -> None:
    shown = {
        str(path.relative_to(tree)): "\n".join(mask_lines(path.read_text().splitlines())).encode()
        for path in tree.rglob("*")
        if path.is_file()
    }
    assert found(shown, planted) == {}
    assert sum(len(text.splitlines()) for text in shown.values()) > 250


@pytest.mark.parametrize(
    "hide",
    [
        lambda value: value,
        lambda value: base64.b64encode(b"a:" + value),
        lambda value: base64.b64encode(b"ab:" + value + b"\n"),
        lambda value: "".join(f"%{byte:02X}" for byte in value).encode(),
        lambda value: value.hex().encode(),
        lambda value: b"header" + gzip.compress(b"x" + value),
    ],
)
def test_the_search_finds_what_is_hidden(planted: dict[str, str], hide: object) -> None:
    assert callable(hide)
    value, place = next(iter(planted.items()))
    assert leaks(b"<" + hide(value.encode()) + b">", planted) == [place]
    assert leaks(b"nothing", planted) == []
