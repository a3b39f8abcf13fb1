"""Rows P of the fault table: signals, crashes, and surroundings that differ from run to run."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.faults.trees import COMMAND, INGRESS, nova, plant


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A tree whose judging takes a while, on every machine."""
    root = plant(tmp_path / "tree", {"kustomization.yaml": "resources: [0.yaml]\n"})
    for number in range(8000):
        (root / f"{number}.yaml").write_text(INGRESS.replace("web", f"web{number}"))
    return root


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("after", [0.6, 1.2])
def test_an_interrupted_run_gives_no_verdict_and_leaves_nothing_behind(
    slow: Path, tmp_path: Path, number: signal.Signals, code: int, after: float
) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    process = subprocess.Popen(
        [*COMMAND, "test", str(slow)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )
    time.sleep(after)
    process.send_signal(number)
    stdout, stderr = process.communicate(timeout=60)
    assert (process.returncode, stdout, stderr) == (code, b"", b"nova: error interrupted; no verdict\n")
    assert list(temporary.iterdir()) == []


def test_an_error_of_ours_is_one_line_and_never_a_verdict(tmp_path: Path) -> None:
    """Provoked from outside: an interpreter that lets an import fail which a run needs."""
    hook = "import sys; sys.modules['nova_policy.assess.mapping'] = None\n"
    plant(tmp_path, {"tree/a.yaml": INGRESS, "site/sitecustomize.py": hook})
    completed = nova("test", str(tmp_path / "tree"), PYTHONPATH=str(tmp_path / "site"))
    assert (completed.returncode, completed.stdout) == (70, b"")
    assert completed.stderr.count(b"\n") == 1
    assert completed.stderr.startswith(b"nova: error NOVA-X70: internal error: ModuleNotFoundError;")
