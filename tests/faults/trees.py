"""Trees with a fault in them, judged by the real command line; what it must say of them is compared whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMMAND = (sys.executable, "-c", "from nova_policy.cli import main; main()")
INGRESS = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  rules:
  - host: web.example.com
"""
OTHER = INGRESS.replace("web", "two")
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: web\n"


@dataclass(frozen=True)
class Verdict:
    """What a run says: its exit code, what it could not assess, and its findings as `path:line policy`."""

    code: int
    not_assessed: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


def plant(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write *files* below *root* and return it."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def nova(*arguments: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own."""
    env = {**os.environ, **environment}
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        cwd=cwd,
        env=env,
        timeout=300,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def verdict(root: Path, *arguments: str) -> Verdict:
    """Judge *root* and return what the JSON report says; stderr must be empty and no report may be missing."""
    completed = nova("test", str(root), "--format", "json", *arguments)
    assert completed.stderr == b""
    report = json.loads(completed.stdout)
    assert report["complete"] == (not report["not_assessed"])
    return Verdict(
        completed.returncode,
        tuple(f"{item['reason'].split(':')[0]} {item['what']}" for item in report["not_assessed"]),
        tuple(
            f"{finding['location']['path']}:{finding['location']['line']} {finding['policy']}"
            for finding in report["findings"]
        ),
    )
