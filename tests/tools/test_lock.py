from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nova_policy.errors import ToolError
from nova_policy.tools.lock import exclusive

HOLD = """
import sys, time
from pathlib import Path
from nova_policy.tools.lock import exclusive
with exclusive(Path(sys.argv[1]), timeout=0):
    print("held", flush=True)
    time.sleep(600)
"""


def test_the_owner_is_named_when_the_wait_is_over(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with (
        exclusive(lock, timeout=0),
        pytest.raises(ToolError, match=f"held by process {os.getpid()} for 0.2 s"),
        exclusive(lock, timeout=0.2),
    ):
        pass


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    for _ in range(2):
        with exclusive(tmp_path / "lock", timeout=0):
            pass


def test_a_killed_owner_blocks_nobody(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == b"held\n"
        with pytest.raises(ToolError, match=f"process {owner.pid}"), exclusive(lock, timeout=0):
            pass
        owner.kill()
        with exclusive(lock, timeout=30):
            assert lock.read_text() == f"{os.getpid()}\n"


def test_only_one_holds_it_at_a_time(tmp_path: Path) -> None:
    inside: list[int] = []

    def enter(number: int) -> int:
        with exclusive(tmp_path / "lock", timeout=30):
            inside.append(number)
            together = len(inside)
            inside.remove(number)
        return together

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(enter, range(8))) == {1}
