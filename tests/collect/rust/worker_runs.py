"""Analyses that need processes of their own, run as a program: `python -m tests.collect.rust.worker_runs RUN`.

Processes are forked only from a program with one thread, and other tests may have left some (a server, a browser).
Prints what was found as JSON.
"""

from __future__ import annotations

import json
import multiprocessing
import signal
import sys
from collections.abc import Mapping

from nova_policy.collect.rust.workers import Analysed, Analysing

UNIT = b"#[test]\nfn login() { assert_eq!(f().status(), 401); x.unwrap(); }\n"
MANY = {f"{number}": UNIT * (number + 1) + b"// enough to be worth a process\n" * 1000 for number in range(8)}

# Unclosed strings without end: the grammar's recovery is quadratic, half a minute for this.
SLOW = {"slow": b'" ' * 400_000}


def too_long() -> Mapping[str, Analysed]:
    """Give up a file after two seconds."""
    return Analysing({**MANY, **SLOW}, seconds=2.0).result()


def killed() -> Mapping[str, Analysed]:
    """Kill the process that is at the slow file, once it is the last one."""
    struck: list[int | None] = []

    def kill_the_last(*_: object) -> None:
        children = multiprocessing.active_children()
        if len(children) == 1 and not struck:
            struck.append(children[0].pid)
            children[0].kill()

    signal.signal(signal.SIGALRM, kill_the_last)
    signal.setitimer(signal.ITIMER_REAL, 0.5, 0.2)
    return Analysing({**MANY, **SLOW}, seconds=600.0).result()


if __name__ == "__main__":
    runs = {"many": lambda: Analysing(MANY).result(), "too_long": too_long, "killed": killed}
    print(json.dumps(runs[sys.argv[1]]()))
