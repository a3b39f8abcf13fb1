from __future__ import annotations

import multiprocessing
import signal
import threading

import pytest

from nova_policy.collect.rust.analysis import Analyst
from nova_policy.collect.rust.workers import analyse_all

UNIT = b"#[test]\nfn login() { assert_eq!(f().status(), 401); x.unwrap(); }\n"
MANY = {f"{number}": UNIT * (number + 1) + b"// enough to be worth a process\n" * 1000 for number in range(8)}

# Unclosed strings without end: the grammar's recovery is quadratic, half a minute for this.
SLOW = b'" ' * 400_000


def test_processes_give_what_one_does(one: Analyst) -> None:
    assert analyse_all(MANY) == {key: one.analyse(content) for key, content in MANY.items()}


def test_with_another_thread_everything_is_done_here(one: Analyst) -> None:
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert analyse_all(MANY) == {key: one.analyse(content) for key, content in MANY.items()}
    finally:
        done.set()
        other.join()


def test_a_file_that_takes_too_long_is_given_up_and_the_rest_goes_on() -> None:
    found = analyse_all({**MANY, "slow": SLOW}, seconds=2.0)
    assert found["slow"] == {"failed": "analysing it takes more than 2 s"}
    assert [key for key, facts in found.items() if "failed" in facts] == ["slow"]


def test_a_file_on_which_the_process_dies_is_given_up_and_the_rest_goes_on() -> None:
    killed: list[int | None] = []

    def kill_the_last(*_: object) -> None:
        children = multiprocessing.active_children()
        if len(children) == 1 and not killed:
            killed.append(children[0].pid)
            children[0].kill()

    before = signal.signal(signal.SIGALRM, kill_the_last)
    signal.setitimer(signal.ITIMER_REAL, 0.5, 0.2)
    try:
        found = analyse_all({**MANY, "slow": SLOW}, seconds=600.0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert found["slow"] == {"failed": "the parser crashed on it"}
    assert {key: facts for key, facts in found.items() if key != "slow"} == analyse_all(MANY)


@pytest.mark.parametrize("contents", [{}, {"a": b""}, {"a": b"", "b": b"fn f() {}"}])
def test_little_is_done_here(contents: dict[str, bytes]) -> None:
    assert list(analyse_all(contents)) == list(contents)
