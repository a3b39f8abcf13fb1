from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.rust.analysis import Analyst
from nova_policy.collect.rust.workers import Analysing
from tests.collect.rust.worker_runs import MANY


def alone(run: str) -> Any:
    """Return what a run of `worker_runs` finds in a program of its own."""
    command = [sys.executable, "-m", "tests.collect.rust.worker_runs", run]
    return json.loads(subprocess.run(command, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE, check=True).stdout)


def as_json(value: object) -> Any:
    return json.loads(json.dumps(value))


def test_processes_give_what_one_does(one: Analyst) -> None:
    assert alone("many") == as_json({key: one.analyse(content) for key, content in MANY.items()})


def test_with_another_thread_everything_is_done_here(one: Analyst) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert Analysing(MANY).result() == {key: one.analyse(content) for key, content in MANY.items()}
    finally:
        done.set()
        other.join()


@pytest.mark.parametrize(
    ("run", "reason"),
    [("too_long", "analysing it takes more than 2 s"), ("killed", "the parser crashed on it")],
)
def test_a_file_that_takes_too_long_or_kills_its_process_is_given_up_and_the_rest_goes_on(
    one: Analyst, run: str, reason: str
) -> None:
    found = alone(run)
    assert found.pop("slow") == {"failed": reason}
    assert found == as_json({key: one.analyse(content) for key, content in MANY.items()})


@pytest.mark.parametrize("contents", [{}, {"a": b""}, {"a": b"", "b": b"fn f() {}"}])
def test_little_is_done_here(contents: dict[str, bytes]) -> None:
    assert list(Analysing(contents).result()) == list(contents)
