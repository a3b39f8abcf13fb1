"""Runs that fork, as programs: `python -m tests.apart_runs RUN` prints what came out as JSON.

Processes are forked only from a program with one thread, and other tests may have left some (a server, a browser).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from nova_policy.apart import Apart
from nova_policy.cli.progress import progress
from nova_policy.collect.facts import Collected, fact
from nova_policy.collect.files import Files
from nova_policy.collect.recollection import Recollection
from nova_policy.memory import Memory
from nova_policy.model import Json, Location


def _text(answer: bytes | None) -> str | None:
    return None if answer is None else answer.decode()


def another_process() -> Json:
    """Say whether the work is done elsewhere, and what a second question gets."""
    apart = Apart(lambda: str(os.getpid()).encode())
    return [apart.result() not in {None, str(os.getpid()).encode()}, _text(apart.result())]


def much() -> Json:
    """Send more than a pipe holds."""
    return Apart(lambda: b"x" * 5_000_000).result() == b"x" * 5_000_000


def failing() -> Json:
    """Raise, and die."""

    def fail() -> bytes:
        raise ValueError("the caller meets this when it does the work itself")

    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    return [_text(Apart(work).result()) for work in (fail, die)]


def beside_a_thread() -> Json:
    """Ask while another thread runs."""
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    thread.start()
    try:
        return _text(Apart(lambda: b"forked").result())
    finally:
        leave.set()
        thread.join()


def stopped() -> Json:
    """End work that takes a minute; say whether that took less, and what the result is."""

    def sleep() -> bytes:
        time.sleep(60)
        return b"slept"

    begun = time.monotonic()
    apart = Apart(sleep)
    apart.stop()
    return [time.monotonic() - begun < 30, _text(apart.result())]


def interrupted() -> Json:
    """Press Ctrl-C in the child alone."""

    def go_on() -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        return b"went on"

    return _text(Apart(go_on).result())


def orphaned() -> Json:
    """Kill a process whose child has more to say than a pipe holds; say whether the child is gone after it."""
    reader, writer = os.pipe()

    def much_more() -> bytes:
        os.write(writer, str(os.getpid()).encode())
        return b"x" * 5_000_000

    parent = os.fork()
    if parent == 0:
        Apart(much_more)
        time.sleep(60)
    child = int(os.read(reader, 20))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    deadline = time.monotonic() + 30
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _lives(child)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def beside_the_bar() -> Json:
    """Fork while a terminal shows the progress of a run."""
    _, ours = os.openpty()
    with os.fdopen(ours, "w") as terminal, progress(terminal, patience=0.01):
        return _text(Apart(lambda: b"forked").result())


def _read(files: Files) -> Collected:
    return Collected((fact("Text", files.read("a.txt").decode(), Location("a.txt", 1)),))


def facts() -> Json:
    """Derive facts apart, and recall them."""
    with TemporaryDirectory() as folder:
        memory = Memory(Path(folder) / "m", Path("/root"), "facts", "1")
        recollection = Recollection("reader", Files(("a.txt",), {"a.txt": b"one"}.__getitem__), memory)
        found = recollection.receive(recollection.derive_apart(_read))
        return [
            [document.contents for document in each.documents] if each else None
            for each in (found, recollection.recall())
        ]


def facts_of_a_file_that_changed() -> Json:
    """Change a file after it was read apart."""
    tree = {"a.txt": b"one"}
    recollection = Recollection("reader", Files(("a.txt",), tree.__getitem__), None)
    apart = recollection.derive_apart(_read)
    tree["a.txt"] = b"two"
    return recollection.receive(apart) is None


RUNS: dict[str, Callable[[], Json]] = {
    run.__name__: run
    for run in (
        another_process,
        much,
        failing,
        beside_a_thread,
        stopped,
        interrupted,
        orphaned,
        beside_the_bar,
        facts,
        facts_of_a_file_that_changed,
    )
}

if __name__ == "__main__":
    print(json.dumps(RUNS[sys.argv[1]]()))
