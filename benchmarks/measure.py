"""What a process took, start to end, as the operating system accounts for it."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"


@dataclass(frozen=True, slots=True)
class Usage:
    """What one process took: seconds, seconds of CPU with what it started, MiB of the largest of these."""

    wall: float
    cpu: float
    memory: float


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> tuple[Usage, int]:
    """Run *command* to its end, without its output; return what it took and its exit code.

    Python may keep its bytecode, as it does for an installed package.
    """
    variables = {name: value for name, value in (environment or os.environ).items() if name != _NO_BYTECODE}
    start = time.monotonic()
    process = subprocess.Popen(  # noqa: S603
        command, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024), process.returncode


def median(usages: Sequence[Usage]) -> Usage:
    """Return the median of each figure."""
    wall, cpu, memory = (statistics.median(getattr(one, name) for one in usages) for name in ("wall", "cpu", "memory"))
    return Usage(wall, cpu, memory)
