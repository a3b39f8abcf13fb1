"""Work that is done beside this process, in a copy of it: Python's threads share one core."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

_NICE = 5


class Apart:
    """Work that begins now and whose result is asked for later.

    A process is forked only from a process with one thread, for a lock that another thread holds would stay locked.
    """

    def __init__(self, work: Callable[[], bytes]) -> None:
        self._process: ForkProcess | None = None
        if threading.active_count() > 1 or sys.platform == "win32":
            return
        from multiprocessing import get_context

        context = get_context("fork")
        self._answer, ours = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(work, self._answer, ours), daemon=True)
        try:
            self._process.start()
        except BaseException:
            self.stop()
            raise
        ours.close()

    def result(self) -> bytes | None:
        """Wait for the result. None when there is none: the caller does the work itself, and sees why it fails."""
        if self._process is None:
            return None
        try:
            return self._answer.recv_bytes()
        except (EOFError, OSError):
            return None
        finally:
            self.stop()

    def stop(self) -> None:
        """End the work, done or not."""
        if self._process is not None:
            if self._process.pid is not None:
                self._process.kill()
                self._process.join()
            self._process.close()
            self._process = None
            self._answer.close()


def _do(work: Callable[[], bytes], theirs: Connection, answer: Connection) -> None:
    # As long as the end that they read from is open here, nobody is told that they are gone.
    theirs.close()
    # Whoever started this process ends it; the terminal's Ctrl-C is theirs.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # It is waited for last: what goes on meanwhile comes first.
    os.nice(_NICE)
    try:
        answer.send_bytes(work())
    except Exception:  # noqa: BLE001 - whoever waits does the work again, and meets the error where it can be told
        sys.exit(1)
