"""A bar on stderr when work takes longer than a second, and only where somebody watches."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from nova_policy.run import STEPS, Progress, silent

_PATIENCE = 1.0
_CELLS = 4 * STEPS


@contextmanager
def progress(stream: TextIO, patience: float = _PATIENCE) -> Iterator[Progress]:
    """Give a function that tells the current step; after *patience* seconds it is shown, and wiped again at the end."""
    if not stream.isatty():
        yield silent
        return
    current = [(0, "starting")]
    done = threading.Event()
    began = time.monotonic()

    def show() -> None:
        waited = patience
        while not done.wait(waited):
            stream.write(f"\r\x1b[K{_bar(*current[0])} … {time.monotonic() - began:.0f} s")
            stream.flush()
            waited = 0.2

    watcher = threading.Thread(target=show, daemon=True)
    watcher.start()
    try:
        yield lambda finished, step: current.__setitem__(0, (finished, step))
    finally:
        done.set()
        watcher.join()
        stream.write("\r\x1b[K")
        stream.flush()


def _bar(finished: int, step: str) -> str:
    full = _CELLS * finished // STEPS
    return f"nova: {'━' * full}{'╌' * (_CELLS - full)} {step}"
