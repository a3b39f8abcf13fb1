"""Files that are the old or the new one, never torn, whenever the writer is stopped."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from io import BufferedWriter
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Put *content* in the place of *path*; raises OSError, and then leaves what was there.

    What writers that were killed have left beside it is cleared away: a writer that lives holds a lock on its file.
    """
    _clear(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with _locked(temporary) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _locked(path: Path) -> BufferedWriter:
    """Create a file that nobody clears away: until it is locked, somebody may have taken it for a dead writer's."""
    while True:
        file = path.open("xb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()


def _clear(path: Path) -> None:
    prefix = f".{path.name}."
    for left in path.parent.iterdir():
        if left.name.startswith(prefix) and left.suffix == ".tmp" and not left.is_symlink():
            # Another's file cannot be opened or removed, and one that is written is locked: neither is ours to clear.
            with suppress(OSError), left.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                left.unlink()
