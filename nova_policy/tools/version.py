"""Which version a program is: what its build information says, else what it prints."""

from __future__ import annotations

import re
from pathlib import Path

from nova_policy.errors import ToolError
from nova_policy.process import run
from nova_policy.tools.build_info import read_build_info
from nova_policy.tools.pins import Question

_SECONDS = 20.0
_NUMBERS = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?")
_RELEASE = re.compile(r"v(\d+\.\d+\.\d+)")


def numbers(version: str) -> tuple[int, int, int]:
    """Return `1.26` as (1, 26, 0); what follows the numbers, as in `1.22.2-dev`, does not count.

    Raises ValueError for what does not begin like a version.
    """
    match = _NUMBERS.match(version)
    if match is None:
        raise ValueError(f"{version!r} is not a version")
    major, minor, patch = match.groups(default="0")
    return int(major), int(minor), int(patch)


def built_version(program: Path, module: str) -> str | None:
    """Return the version of a Go binary that was built from a release of *module*, None for any other file.

    Programs built by `go install` do not know it themselves: `Conftest: dev`. Raises ToolError when the file cannot
    be read.
    """
    try:
        info = read_build_info(program)
    except OSError as error:
        raise ToolError(f"cannot read {program}: {error.strerror}") from error
    release = _RELEASE.fullmatch(info.version) if info and info.module == module else None
    return release[1] if release else None


def printed_version(program: Path, question: Question) -> str | None:
    """Return the version that a program prints, None when nothing in its answer looks like one.

    Raises ToolError when it does not start, hangs or fails.
    """
    completed = run([str(program), *question.arguments], timeout=_SECONDS, output_limit=1024 * 1024)
    if completed.returncode != 0:
        raise ToolError(f"`{program.name} {' '.join(question.arguments)}` fails with code {completed.returncode}")
    match = re.search(question.answer, completed.stdout.decode("utf-8", "replace"))
    return match[1] if match else None
