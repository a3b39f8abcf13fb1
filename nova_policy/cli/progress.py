"""A bar on stderr when work takes longer than a second, and only where somebody watches."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TextIO

from nova_policy.run import STEPS, Progress, silent

_PATIENCE = 1.0
_PAUSE = 0.2
_CELLS = 4 * STEPS


@contextmanager
def progress(stream: TextIO, patience: float = _PATIENCE) -> Iterator[Progress]:
    """Give a function that tells the current step; after *patience* seconds it is shown, and wiped again at the end."""
    if not stream.isatty():
        yield silent
        return
    current = [(0, "starting")]
    began = time.monotonic()

    def show(_number: int, _frame: FrameType | None) -> None:
        # Straight to the terminal: a signal may come while somebody else writes to the stream.
        os.write(stream.fileno(), f"\r\x1b[K{_bar(*current[0])} … {time.monotonic() - began:.0f} s".encode())

    # An alarm and no thread, beside which no process could be forked.
    before = signal.signal(signal.SIGALRM, show)
    signal.setitimer(signal.ITIMER_REAL, patience, _PAUSE)
    try:
        yield lambda finished, step: current.__setitem__(0, (finished, step))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        os.write(stream.fileno(), b"\r\x1b[K")


def _bar(finished: int, step: str) -> str:
    full = _CELLS * finished // STEPS
    return f"nova: {'━' * full}{'╌' * (_CELLS - full)} {step}"
