"""The hook, installed and run by the real pre-commit from this checkout's last commit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - host: a.example.com
"""
CONFIGURATION = """\
repos:
- repo: {project}
  rev: {revision}
  hooks:
  - id: nova-policy
"""


def run(*command: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    env = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    return subprocess.run(command, cwd=cwd, env={**env, **environment}, capture_output=True, timeout=600, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "k8s").mkdir(parents=True)
    (root / "k8s" / "ingress.yaml").write_text(INGRESS)
    revision = run("git", "rev-parse", "HEAD", cwd=PROJECT).stdout.decode().strip()
    (root / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(project=PROJECT, revision=revision))
    run("git", "init", "-q", cwd=root)
    run("git", "add", ".", cwd=root)
    return root


def test_the_hook_refuses_a_commit_with_findings_and_lets_a_clean_one_pass(repository: Path, tmp_path: Path) -> None:
    def hook() -> subprocess.CompletedProcess[bytes]:
        command = (sys.executable, "-m", "pre_commit", "run", "nova-policy")
        return run(*command, cwd=repository, PRE_COMMIT_HOME=str(tmp_path / "home"))

    refused = hook()
    assert refused.returncode == 1, refused.stdout + refused.stderr
    assert b"k8s/ingress.yaml:5:1  blocker  kubernetes/ingress_tls" in refused.stdout
    (repository / "k8s" / "ingress.yaml").write_text("apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n")
    run("git", "add", ".", cwd=repository)
    passed = hook()
    assert passed.returncode == 0, passed.stdout + passed.stderr
