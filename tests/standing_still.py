"""A program that lives and does nothing more."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def stand_still(pid: int) -> None:
    """Stop a process and wait until all its threads have stopped."""
    os.kill(pid, signal.SIGSTOP)
    while any(_state(thread) != "T" for thread in Path(f"/proc/{pid}/task").iterdir()):
        time.sleep(0.01)


def _state(thread: Path) -> str:
    return (thread / "stat").read_text().rpartition(")")[2].split()[0]
