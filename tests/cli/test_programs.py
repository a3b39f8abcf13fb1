"""Programs that are missing, old, broken or lying, as a whole run meets them: never a pass, and nobody left behind."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from nova_policy.tools.find import find_tool
from tests.cli.test_test_command import INGRESS, nova

Put = Callable[[str, str], Path]
NO_TLS = "kubernetes/ingress_tls"
MARK = f"8{os.getpid()}"
"""Seconds to sleep that tell the processes of these tests from all others."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a repository with a plain Ingress and an environment that kustomize has to build."""
    root = tmp_path / "repository"
    (root / "k8s").mkdir(parents=True)
    (root / "app").mkdir()
    (root / "k8s" / "ingress.yaml").write_text(INGRESS)
    (root / "app" / "kustomization.yaml").write_text("resources: [namespace.yaml]\n")
    (root / "app" / "namespace.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
    return root


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return a function that puts a script into the first folder of the PATH."""

    def write(name: str, body: str) -> Path:
        (tmp_path / "bin").mkdir(exist_ok=True)
        path = tmp_path / "bin" / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    return write


def judged(tree: Path, *arguments: str, **environment: str) -> tuple[int, Mapping[str, Any], str]:
    """Run `test` where the shims and a few programs of the system are all there is; return code, report, stderr."""
    system = tree.parent / "system"
    system.mkdir(exist_ok=True)
    for name in ("env", "git", "ls", "sed"):
        if (found := shutil.which(name)) and not (system / name).exists():
            (system / name).symlink_to(found)
    environment |= {"PATH": f"{tree.parent / 'bin'}:{system}", "NOVA_POLICY_CACHE": str(tree.parent / "cache")}
    completed = nova("test", str(tree), "--format", "json", *arguments, cwd=None, **environment)
    report = json.loads(completed.stdout) if completed.stdout else {}
    return completed.returncode, report, completed.stderr.decode()


def policies(report: Mapping[str, Any]) -> set[str]:
    return {finding["policy"] for finding in report["findings"]}


def reasons(report: Mapping[str, Any]) -> list[str]:
    return [entry["what"] for entry in report["not_assessed"]]


def remove_kustomization(tree: Path) -> None:
    shutil.rmtree(tree / "app")


def test_without_kustomize_all_else_is_judged(tree: Path) -> None:
    code, report, _ = judged(tree)
    assert (code, report["complete"], NO_TLS in policies(report)) == (6, False, True)
    assert reasons(report) == ["kustomize is missing, 1 environments were not rendered"]
    assert "nova-policy tools install kustomize" in report["not_assessed"][0]["reason"]


def test_without_anything_for_kustomize_it_is_not_missed(tree: Path) -> None:
    remove_kustomization(tree)
    code, report, _ = judged(tree)
    assert (code, report["complete"], NO_TLS in policies(report)) == (1, True, True)


def a_folder(path: Path) -> None:
    path.mkdir()


def a_plain_file(path: Path) -> None:
    path.write_text("#!/bin/sh\n")


def for_another_machine(path: Path) -> None:
    path.write_bytes(b"\x7fELF\x02\x01\x01" + b"\0" * 11 + b"\xff\xff" + b"\0" * 100)
    path.chmod(0o755)


@pytest.mark.parametrize("make", [a_folder, a_plain_file, for_another_machine])
@pytest.mark.parametrize("name", ["kustomize", "conftest"])
def test_what_cannot_be_started_is_as_good_as_missing(tree: Path, make: Callable[[Path], None], name: str) -> None:
    (tree.parent / "bin").mkdir()
    make(tree.parent / "bin" / name)
    code, report, complaints = judged(tree, *(("--engine", "conftest") if name == "conftest" else ()))
    assert code == 6
    told = complaints if name == "conftest" else f"{reasons(report)} {report['not_assessed'][0]['reason']}"
    assert f"nova-policy tools install {name}" in told
    if make is for_another_machine and name == "conftest":
        assert "Exec format error" in told


@pytest.mark.parametrize(
    ("name", "version", "says"),
    [
        ("kustomize", "v3.8.7", None),
        ("conftest", "Conftest: 0.50.0", "is conftest 0.50.0, but at least 0.69.0 is needed"),
    ],
)
def test_what_is_too_old_is_not_used(tree: Path, put: Put, name: str, version: str, says: str | None) -> None:
    put(name, f"echo '{version}'")
    code, report, complaints = judged(tree, *(("--engine", "conftest") if says else ()))
    assert code == 6
    assert says in complaints if says else NO_TLS in policies(report)


def test_a_conftest_that_knows_no_version_is_used(tree: Path, put: Put) -> None:
    (real,) = find_tool("conftest").command
    put("conftest", f'if [ "$1" = --version ]; then echo "Conftest: dev"; exit; fi\nexec {real} "$@"')
    (kustomize, *_) = find_tool("kustomize").command
    put("kustomize", f'exec {kustomize} "$@"')
    code, report, complaints = judged(tree, "--engine", "conftest")
    assert (code, report["complete"], NO_TLS in policies(report)) == (1, True, True)
    assert complaints == (
        f"nova: warning the version of {tree.parent}/bin/conftest cannot be read; it is used unchecked, "
        "though conftest may be too old\n"
    )


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        ("exit 0", 4, "NOVA-B07: conftest gave no result: no result"),
        ("printf '\\377\\376'", 4, "NOVA-B07: conftest gave no result: no result"),
        ("kill -SEGV $$", 4, "NOVA-B07: conftest gave no result: no result"),
        ("echo 'unknown flag: --capabilities' >&2; exit 1", 4, "no result: unknown flag: --capabilities"),
    ],
)
def test_a_conftest_without_an_answer_is_no_pass(tree: Path, put: Put, body: str, code: int, says: str) -> None:
    put("conftest", f'if [ "$1" = --version ]; then echo "Conftest: 0.71.1"; exit; fi\n{body}')
    ended, report, complaints = judged(tree, "--engine", "conftest")
    assert (ended, report) == (code, {})
    assert complaints.count("\n") == 1
    assert says in complaints


def test_a_conftest_that_drops_an_account_is_no_pass(tree: Path, put: Put) -> None:
    (real,) = find_tool("conftest").command
    drop = r"""sed '/^[[:space:]]*"kubernetes\/ingress_tls",$/d'"""
    put("conftest", f'if [ "$1" = --version ]; then echo "Conftest: 0.71.1"; exit; fi\n{real} "$@" | {drop}')
    remove_kustomization(tree)
    code, report, _ = judged(tree, "--engine", "conftest")
    what = "k8s/ingress.yaml:2:1: policy kubernetes/ingress_tls has no verdict: the engine gave no account of it"
    assert (code, reasons(report)) == (4, [what])


def test_a_conftest_that_answers_for_others_is_no_pass(tree: Path, put: Put) -> None:
    (real,) = find_tool("conftest").command
    lie = r"""sed 's/"policy": "kubernetes\/ingress_tls"/"policy": "kubernetes\/nothing"/'"""
    put("conftest", f'if [ "$1" = --version ]; then echo "Conftest: 0.71.1"; exit; fi\n{real} "$@" | {lie}')
    remove_kustomization(tree)
    code, report, _ = judged(tree, "--engine", "conftest")
    what = "the engine answers for policies that it was not asked about: kubernetes/nothing"
    assert (code, reasons(report)) == (4, [f"k8s/ingress.yaml:2:1: {what}"])


def test_programs_inherit_no_secret(tree: Path, put: Put) -> None:
    seen = tree.parent / "seen"
    for name in ("conftest", "kustomize"):
        put(name, f"{{ {shutil.which('env')}; pwd; {shutil.which('ls')} -A; echo {name} $1; }} >> {seen}")
    names = ("GITHUB_TOKEN", "AWS_SECRET_ACCESS_KEY", "CONFTEST_POLICY", "OPA_X", "KUSTOMIZE_X", "GIT_DIR", "MY_TOKEN")
    judged(tree, "--engine", "conftest", **dict.fromkeys(names, "canary-hunter2"))
    variables = {line.partition("=")[0] for line in seen.read_text().splitlines() if "=" in line}
    assert "canary" not in seen.read_text()
    assert {"conftest test", "kustomize version"} <= set(seen.read_text().splitlines())
    ours = {"PATH", "HOME", "TMPDIR", "LANG", "TZ", "HTTP_PROXY", "HTTPS_PROXY", "GOGC"}
    assert variables <= ours | {"PWD", "OLDPWD", "SHLVL", "_"}
    assert str(tree) not in seen.read_text()


def living() -> list[str]:
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, check=True).stdout.decode()
    return [line for line in listed.splitlines() if MARK in line]


@pytest.mark.parametrize("name", ["kustomize", "conftest"])
def test_a_program_that_hangs_is_ended_with_all_it_started(tree: Path, put: Put, name: str) -> None:
    answer = {"kustomize": "v5.8.2", "conftest": "Conftest: 0.71.1"}[name]
    ask = {"kustomize": "version", "conftest": "--version"}[name]
    put(name, f'if [ "$1" = {ask} ]; then echo "{answer}"; exit; fi\n/bin/sleep {MARK} & /bin/sleep {MARK}')
    (tree.parent / "config.yaml").write_text("limits: {child_seconds: 0.5}\n")
    temporary = tree.parent / "temporary"
    temporary.mkdir()
    options = ("--config", str(tree.parent / "config.yaml"), *(("--engine", "conftest") if name == "conftest" else ()))
    if name == "conftest":
        remove_kustomization(tree)
    code, report, _ = judged(tree, *options, TMPDIR=str(temporary))
    assert code == 4
    assert any(f"{name} gave no answer within 0.5 s and was ended" in reason for reason in reasons(report))
    deadline = time.monotonic() + 10
    while living() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert living() == []
    assert list(temporary.iterdir()) == []
