"""A line on stderr when work takes longer than a second, and only where somebody watches."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from nova_policy.run import Progress

_PATIENCE = 1.0


@contextmanager
def progress(stream: TextIO) -> Iterator[Progress]:
    """Give a function that names the current step; what is written is wiped again at the end."""
    if not stream.isatty():
        yield lambda _step: None
        return
    current = ["starting"]
    done = threading.Event()

    def show() -> None:
        waited = _PATIENCE
        while not done.wait(waited):
            stream.write(f"\r\x1b[Knova: {current[0]} …")
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
