"""Analyses many files at once, in processes of their own where that is safe.

A parser in another process can neither hang nor crash the run: a file that takes too long or kills its process is
given up, and the others go on.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from nova_policy.collect.rust.analysis import Analyst, analyst
from nova_policy.collect.rust.syntax import TooComplexError
from nova_policy.model import Json

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

FILE_SECONDS = 10.0
"""Far above what any honest file takes."""

_WORTH_A_PROCESS = 200_000
_MOST_PROCESSES = 4

Analysed = Mapping[str, Json]
"""What a file tells, or `{"failed": why}`."""


class Analysing:
    """The analysis of *contents*, which begins now; a file may take *seconds*.

    A process is forked only from a process with one thread, for a lock that another thread holds would stay locked.
    Otherwise everything is done when the result is asked for, without the limit of time.
    """

    def __init__(self, contents: Mapping[str, bytes], seconds: float = FILE_SECONDS) -> None:
        self._contents = contents
        self._seconds = seconds
        self._jobs: list[_Job] = []
        total = sum(map(len, contents.values()))
        if total >= _WORTH_A_PROCESS and threading.active_count() == 1 and sys.platform != "win32":
            batches = _batches(contents, min(os.cpu_count() or 1, _MOST_PROCESSES))
            self._jobs = [_Job(deque(batch)) for batch in batches]
            for job in self._jobs:
                job.start()

    def result(self) -> dict[str, Analysed]:
        """Wait for the end and return what each file tells, by the keys of the contents."""
        if not self._jobs:
            one = analyst()
            return {key: _analysed(one, content) for key, content in self._contents.items()}
        found: dict[str, Analysed] = {}
        try:
            _run(self._jobs, found, self._seconds)
        finally:
            self.close()
        return {key: found[key] for key in self._contents}

    def close(self) -> None:
        """End what is still being done."""
        for job in self._jobs:
            job.stop()


@dataclass(slots=True)
class _Job:
    """A batch of files, in the order in which its process answers for them."""

    batch: deque[tuple[str, bytes]]
    process: BaseProcess | None = None
    answers: Connection | None = field(default=None, repr=False)
    heard: float = 0.0

    def start(self) -> None:
        """Start a process for what is left."""
        from multiprocessing import get_context

        # Who goes on after a file that was given up may have other threads by then.
        context: Any = get_context("fork" if threading.active_count() == 1 else "spawn")
        self.answers, ours = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(self.answers, ours, list(self.batch)), daemon=True)
        self.process.start()
        ours.close()
        self.heard = time.monotonic()

    def stop(self) -> None:
        """End the process, whatever it does."""
        if self.process is not None:
            self.process.kill()
            self.process.join()
            self.process.close()
            self.process = None
        if self.answers is not None:
            self.answers.close()
            self.answers = None


def _run(jobs: Sequence[_Job], found: dict[str, Analysed], seconds: float) -> None:
    from multiprocessing.connection import wait

    while running := [job for job in jobs if job.answers is not None]:
        ready = wait([job.answers for job in running if job.answers is not None], timeout=seconds / 4)
        for job in running:
            if job.answers in ready:
                _take(job, found)
            elif time.monotonic() - job.heard > seconds:
                _give_up(job, found, f"analysing it takes more than {seconds:g} s")


def _take(job: _Job, found: dict[str, Analysed]) -> None:
    try:
        answer = json.loads(job.answers.recv_bytes()) if job.answers is not None else {}
    except (EOFError, OSError):
        _give_up(job, found, "the parser crashed on it")
        return
    key, _ = job.batch.popleft()
    found[key] = answer
    job.heard = time.monotonic()
    if not job.batch:
        job.stop()


def _give_up(job: _Job, found: dict[str, Analysed], why: str) -> None:
    """Leave out the file that the process was at, and go on with the rest in a new process."""
    key, _ = job.batch.popleft()
    found[key] = {"failed": why}
    job.stop()
    if job.batch:
        job.start()


def _work(theirs: Connection, answers: Connection, batch: Sequence[tuple[str, bytes]]) -> None:
    # Whoever started the run ends this process; the terminal's Ctrl-C is theirs.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # As long as the end that they read from is open here, nobody is told that they are gone.
    theirs.close()
    one = analyst()
    for _, content in batch:
        answers.send_bytes(json.dumps(_analysed(one, content)).encode())
    answers.close()


def _analysed(one: Analyst, content: bytes) -> Analysed:
    try:
        return one.analyse(content)
    except TooComplexError as error:
        return {"failed": str(error)}


def _batches(contents: Mapping[str, bytes], count: int) -> list[list[tuple[str, bytes]]]:
    """Split *contents* into batches of about the same size."""
    batches: list[list[tuple[str, bytes]]] = [[] for _ in range(count)]
    sizes = [0] * count
    for key, content in sorted(contents.items(), key=lambda each: (-len(each[1]), each[0])):
        smallest = sizes.index(min(sizes))
        batches[smallest].append((key, content))
        sizes[smallest] += len(content)
    return [batch for batch in batches if batch]
