"""Work in a process of its own, with real processes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nova_policy.model import Json, Location
from tests.apart_runs import RUNS

FACT = {
    "apiVersion": "facts.nova-policy.dev/v1",
    "kind": "Text",
    "metadata": {"name": "one"},
    "at": Location("a.txt", 1).to_json(),
}


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        pytest.param("another_process", [True, None], id="the result is that of another process, once"),
        pytest.param("much", True, id="more than a pipe holds comes through"),
        pytest.param("failing", [None, None], id="work that fails or dies has no result"),
        pytest.param("beside_a_thread", None, id="beside another thread nothing is forked"),
        pytest.param("stopped", [True, None], id="work that nobody waits for is ended"),
        pytest.param("interrupted", "went on", id="an interrupt of the terminal is left to whoever waits"),
        pytest.param("orphaned", True, id="nobody is left behind by a process that is killed"),
        pytest.param("beside_the_bar", "forked", id="the bar of a terminal is no thread"),
        pytest.param("facts", [[FACT], [FACT]], id="facts that are derived apart are remembered"),
        pytest.param("facts_of_a_file_that_changed", True, id="facts of a file that changed are not believed"),
    ],
)
def test_a_program_with_one_thread(run: str, expected: Json) -> None:
    assert run in RUNS
    command = [sys.executable, "-m", "tests.apart_runs", run]
    ran = subprocess.run(command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, timeout=120, check=True)
    assert json.loads(ran.stdout) == expected
