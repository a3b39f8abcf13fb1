"""One at a time, across processes."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from nova_policy.errors import ToolError

_POLL_SECONDS = 0.1


@contextmanager
def exclusive(path: Path, *, timeout: float) -> Iterator[None]:
    """Hold the lock file *path*, waiting at most *timeout* seconds for its owner.

    The kernel frees the lock when its owner ends, however it ends, so a killed run blocks nobody. The file holds the
    owner's process number and stays. Raises ToolError with that number when the wait is over.
    """
    with path.open("a+", encoding="ascii") as file:
        deadline = time.monotonic() + timeout
        while not _taken(file):
            if time.monotonic() >= deadline:
                file.seek(0)
                owner = file.read(20).strip() or "unknown"
                raise ToolError(f"{path} has been held by process {owner} for {timeout:g} s; try again when it is done")
            time.sleep(_POLL_SECONDS)
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def _taken(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
