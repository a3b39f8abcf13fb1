"""A call in its time, or none."""

from __future__ import annotations

import threading

import pytest

from nova_policy.engines.server.deadline import within


def test_what_is_done_in_time_counts() -> None:
    assert within(30, lambda: 7) == 7
    assert within(30, lambda: None) is None


def test_what_fails_in_time_fails_as_it_is() -> None:
    nothing: dict[str, int] = {}
    with pytest.raises(KeyError, match="x"):
        within(30, lambda: nothing["x"])


def test_what_takes_longer_is_left_behind() -> None:
    released = threading.Event()
    try:
        with pytest.raises(TimeoutError):
            within(0.05, released.wait)
    finally:
        released.set()
