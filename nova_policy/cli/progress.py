"""A line on stderr when work takes longer than a second, and only where somebody watches."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from nova_policy.run import Progress

_PATIENCE = 1.0


@contextmanager
def progress(stream: TextIO, patience: float = _PATIENCE) -> Iterator[Progress]:
    """Give a function that names the current step; after *patience* seconds it is shown, and wiped again at the end."""
    if not stream.isatty():
        yield lambda _step: None
        return
    current = ["starting"]
    done = threading.Event()
    began = time.monotonic()

    def show() -> None:
        waited = patience
        while not done.wait(waited):
            stream.write(f"\r\x1b[Knova: {current[0]} … {time.monotonic() - began:.0f} s")
            stream.flush()
            waited = 0.2

    watcher = threading.Thread(target=show, daemon=True)
    watcher.start()
    try:
        yield lambda step: current.__setitem__(0, step)
    finally:
        done.set()
        watcher.join()
        stream.write("\r\x1b[K")
        stream.flush()
