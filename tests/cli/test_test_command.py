"""`nova-policy test` as its users run it: a process with arguments, two streams and an exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - host: web.example.com
"""
CLEAN = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n"
COMMAND = [sys.executable, "-c", "from nova_policy.cli import main; main()"]


def nova(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {**os.environ, **environment}
    return subprocess.run([*COMMAND, *arguments], capture_output=True, cwd=cwd, env=env, timeout=120, check=False)


def report(*arguments: str, cwd: Path | None = None, **environment: str) -> Any:
    completed = nova("test", *arguments, "--format", "json", cwd=cwd, **environment)
    return json.loads(completed.stdout)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "k8s").mkdir(parents=True)
    (root / "k8s" / "ingress.yaml").write_text(INGRESS)
    return root


def test_findings_exit_1_and_name_file_line_policy_and_hours(tree: Path) -> None:
    completed = nova("test", str(tree))
    assert completed.returncode == 1
    assert completed.stderr == b""
    expected = b'k8s/ingress.yaml:5:1  blocker  kubernetes/ingress_tls  Ingress "web" serves its hosts without TLS'
    assert expected in completed.stdout


def test_nothing_found_exits_0(tmp_path: Path) -> None:
    (tmp_path / "namespace.yaml").write_text(CLEAN)
    completed = nova("test", str(tmp_path))
    assert (completed.returncode, b"No open findings" in completed.stdout) == (0, True)


def test_an_empty_folder_exits_3_and_says_what_was_looked_for(tmp_path: Path) -> None:
    completed = nova("test", str(tmp_path))
    assert (completed.returncode, completed.stdout) == (3, b"")
    assert b"no inputs found" in completed.stderr
    assert b"Kubernetes manifests" in completed.stderr


def test_one_unreadable_manifest_exits_4_and_the_rest_is_reported(tree: Path) -> None:
    (tree / "k8s" / "broken.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: [\n")
    completed = nova("test", str(tree))
    assert completed.returncode == 4
    assert b"kubernetes/ingress_tls" in completed.stdout
    assert b"INCOMPLETE" in completed.stdout
    assert b"NOVA-Y01 k8s/broken.yaml:" in completed.stdout


@pytest.mark.parametrize("arguments", [["nope"], ["--format", "xml"], ["--output", "a"], ["--engine", "x"]])
def test_wrong_usage_exits_2_with_nothing_on_stdout(tree: Path, arguments: list[str]) -> None:
    extra = [str(tree)] if arguments[0].startswith("--") else []
    completed = nova("test", *extra, *arguments, *arguments[: 2 if arguments == ["--output", "a"] else 0], cwd=tree)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr


def test_a_threshold_lets_lesser_findings_pass(tmp_path: Path) -> None:
    root = tmp_path
    (root / "role.yaml").write_text(
        'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: a\nrules:\n- apiGroups: ["*"]\n'
        '  resources: ["*"]\n  verbs: ["*"]\n'
    )
    assert nova("test", str(root), "--fail-on", "high").returncode == 1
    assert nova("test", str(root), "--fail-on", "blocker").returncode == 0


def test_parameters_come_from_data_and_unknown_ones_are_errors(tree: Path, tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text("ingress_rate_limits: 5\n")
    completed = nova("test", str(tree), "--data", str(data))
    assert completed.returncode == 2
    assert b"did you mean 'ingress_rate_limit'" in completed.stderr


def test_several_formats_go_to_several_files(tree: Path, tmp_path: Path) -> None:
    text, data = tmp_path / "out.txt", tmp_path / "out.json"
    completed = nova(
        "test", str(tree), "--format", "text", "--output", str(text), "--format", "json", "--output", str(data)
    )
    assert (completed.returncode, completed.stdout) == (1, b"")
    assert json.loads(data.read_text())["findings"]
    assert "kubernetes/ingress_tls" in text.read_text()


def test_an_output_that_cannot_be_written_is_refused_before_the_work(tree: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    for target in (tmp_path, tmp_path / "missing" / "x", tmp_path / "link"):
        assert nova("test", str(tree), "--format", "json", "--output", str(target)).returncode == 2


def test_equal_trees_give_equal_bytes_whatever_the_surroundings(tree: Path, tmp_path: Path) -> None:
    (tree / "k8s" / "another.yaml").write_text(INGRESS.replace("web", "shop"))
    first = nova("test", str(tree), "--format", "json", PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C")
    # Another folder, whose files were written in another order.
    other = tmp_path / "elsewhere" / "repository"
    for path in sorted((path for path in tree.rglob("*") if path.is_file()), reverse=True):
        copy = other / path.relative_to(tree)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    second = nova("test", ".", "--format", "json", cwd=other, PYTHONHASHSEED="2", TZ="Asia/Tokyo", LC_ALL="C.UTF-8")
    assert first.stdout == second.stdout


def test_names_that_attack_the_terminal_are_shown_not_obeyed(tmp_path: Path) -> None:
    (tmp_path / "x\n::error::\x1b[2J.yaml").write_text(INGRESS)
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(INGRESS.replace("name: web", 'name: "w\\u001b[31m\\u202e"'))
    completed = nova("test", str(tmp_path))
    assert completed.returncode == 1
    assert b"\x1b" not in completed.stdout
    assert b"\n::error::" not in completed.stdout
    assert "\u202e".encode() not in completed.stdout


def test_a_hostile_tree_is_not_imported_or_started(tree: Path) -> None:
    canary = tree / "canary"
    for name in ("yaml.py", "json.py", "sitecustomize.py", "nova.py", "click.py"):
        (tree / name).write_text(f"open({str(canary)!r}, 'w')\n")
    for name in ("kustomize", "git", "opa"):
        (tree / name).write_text(f"#!/bin/sh\ntouch {canary}\n")
        (tree / name).chmod(0o755)
    (tree / "kustomization.yaml").write_text("resources: [k8s/ingress.yaml]\n")
    script = Path(sys.executable).parent / "nova-policy"
    environment = {**os.environ, "PATH": f".:{tree}:{os.environ['PATH']}"}
    subprocess.run([str(script), "test", "."], cwd=tree, env=environment, capture_output=True, timeout=120, check=False)
    assert not canary.exists()


def test_secrets_appear_in_no_output(tmp_path: Path) -> None:
    secret = "hunter2-not-a-real-secret"
    (tmp_path / "secret.yaml").write_text(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n"
        f"  PASSWORD: {secret}\n  URL: postgres://u:{secret}@h/d\n"
    )
    for arguments in (["--verbose"], ["--format", "json"]):
        completed = nova("test", str(tmp_path), *arguments)
        assert completed.returncode == 1
        assert secret.encode() not in completed.stdout + completed.stderr


def test_an_interrupt_exits_130_without_a_verdict(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.yaml").write_text(INGRESS)
    process = subprocess.Popen([*COMMAND, "test", str(tmp_path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.7)
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate(timeout=20)
    assert (process.returncode, stdout) == (130, b"")
    assert stderr == b"nova: error interrupted; no verdict\n"


def test_help_and_version_are_there() -> None:
    assert b"Exit codes" in nova("test", "--help").stdout
    assert nova("--version").stdout.startswith(b"nova-policy, version ")
