from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from nova_policy.cli.progress import progress


class _Terminal:
    """A pseudoterminal: *stream* is what the program writes to, *shown* what a person has seen so far."""

    def __init__(self) -> None:
        self._seen, ours = os.openpty()
        self.stream = os.fdopen(ours, "w")
        self.shown = ""

    def wait_for(self, text: str) -> None:
        deadline = time.monotonic() + 30
        while text not in self.shown:
            assert time.monotonic() < deadline, self.shown
            self.shown += os.read(self._seen, 4096).decode()

    def close(self) -> None:
        self.stream.close()
        os.close(self._seen)


@pytest.fixture
def terminal() -> Iterator[_Terminal]:
    made = _Terminal()
    yield made
    made.close()


def test_long_work_names_its_step_and_leaves_nothing_behind(terminal: _Terminal) -> None:
    with progress(terminal.stream, patience=0.01) as step:
        step(1, "judging 3 documents")
        terminal.wait_for("\r\x1b[Knova: ━━━━╌╌╌╌╌╌╌╌ judging 3 documents … 0 s")
        terminal.shown = ""
        terminal.wait_for("judging 3 documents")
    terminal.shown = terminal.shown.rpartition("judging")[2]
    terminal.wait_for("\r\x1b[K")


def test_short_work_shows_no_bar(terminal: _Terminal) -> None:
    with progress(terminal.stream, patience=600) as step:
        step(1, "judging")
    terminal.wait_for("\r\x1b[K")
    assert "judging" not in terminal.shown


def test_where_nobody_watches_nothing_is_written(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w") as stream, progress(stream, patience=0.01) as step:
        step(1, "judging")
        time.sleep(0.1)
    assert (tmp_path / "log").read_text() == ""
