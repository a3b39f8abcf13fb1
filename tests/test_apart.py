"""Work in a process of its own, with real processes."""

from __future__ import annotations

import os
import signal
import threading
import time

from nova_policy.apart import Apart


def test_the_result_is_that_of_another_process() -> None:
    apart = Apart(lambda: str(os.getpid()).encode())
    answer = apart.result()
    assert answer is not None
    assert int(answer) != os.getpid()
    assert apart.result() is None


def test_more_than_a_pipe_holds_comes_through() -> None:
    assert Apart(lambda: b"x" * 5_000_000).result() == b"x" * 5_000_000


def test_work_that_fails_or_dies_has_no_result() -> None:
    def fail() -> bytes:
        raise ValueError("the caller meets this when it does the work itself")

    def die() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    assert [Apart(work).result() for work in (fail, die)] == [None, None]


def test_beside_another_thread_nothing_is_forked() -> None:
    leave = threading.Event()
    thread = threading.Thread(target=leave.wait)
    thread.start()
    try:
        assert Apart(lambda: b"forked").result() is None
    finally:
        leave.set()
        thread.join()


def test_work_that_nobody_waits_for_is_ended() -> None:
    def sleep() -> bytes:
        time.sleep(60)
        return b""

    begun = time.monotonic()
    apart = Apart(sleep)
    apart.stop()
    assert time.monotonic() - begun < 30
    assert apart.result() is None


def test_an_interrupt_of_the_terminal_is_left_to_whoever_waits() -> None:
    def interrupted() -> bytes:
        os.kill(os.getpid(), signal.SIGINT)
        return b"went on"

    assert Apart(interrupted).result() == b"went on"
