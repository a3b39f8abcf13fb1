"""Writing to stdout all of it."""

from __future__ import annotations

import sys


def write_out(content: bytes) -> None:
    """Write *content* to stdout; raises OSError when that fails.

    With PYTHONUNBUFFERED, as in many images, stdout writes what it can and returns how much: without asking, the rest
    would be lost and nobody told.
    """
    left = memoryview(content)
    while left:
        left = left[sys.stdout.buffer.write(left) :]
    sys.stdout.buffer.flush()
