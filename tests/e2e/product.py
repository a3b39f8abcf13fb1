"""The command `nova-policy`, run as its users do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PROGRAM = str(Path(sys.executable).parent / "nova-policy")
_SECONDS = 300.0


def nova_policy(*arguments: str, expected: int = 0, stdin: str = "") -> str:
    """Return what the command prints. Fails with its complaint when it does not exit with *expected*."""
    done = subprocess.run(
        [_PROGRAM, *arguments], input=stdin, capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    assert done.returncode == expected, f"nova-policy {' '.join(arguments)}: exit {done.returncode}: {done.stderr}"
    return done.stdout
