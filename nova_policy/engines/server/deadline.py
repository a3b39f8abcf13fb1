"""One deadline for all of a call, whatever it consists of."""

from __future__ import annotations

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

Result = TypeVar("Result")


def within(seconds: float, call: Callable[[], Result]) -> Result:
    """Return what *call* returns, or raise what it raises; raise TimeoutError when it takes longer.

    It runs in a thread of its own, which is left behind then: a name that does not resolve cannot be interrupted, and
    timeouts of sockets begin anew with every byte.
    """
    outcome: SimpleQueue[tuple[Result, None] | tuple[None, BaseException]] = SimpleQueue()

    def answer() -> None:
        try:
            outcome.put((call(), None))
        except BaseException as error:  # noqa: BLE001 -- raised again, where it belongs
            outcome.put((None, error))

    Thread(target=answer, name="call with a deadline", daemon=True).start()
    try:
        result, error = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        raise error
    return result  # type: ignore[return-value]  # None is a result like any other
