"""Reports to where they belong: files written whole or not at all, the rest to stdout."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nova_policy.errors import UsageError

if TYPE_CHECKING:
    from nova_policy.run import Result

_STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Delivery:
    """Formats with their targets, and how much the text says (-1 quiet, 0, 1 verbose)."""

    targets: tuple[tuple[str, Path], ...]
    verbosity: int
    claims: bool = False


def pair(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[tuple[str, Path], ...]:
    """Give each format its target, before any work is done. Raises UsageError for a target that cannot be written."""
    if len(outputs) > len(formats):
        raise UsageError("more --output than --format; give each --format one --output")
    padded = [*outputs, *[_STDOUT] * (len(formats) - len(outputs))]
    if padded.count(_STDOUT) > 1:
        raise UsageError("several formats would go to stdout; give each --format an --output")
    for target in padded:
        _check(target)
    return tuple(zip(formats, padded, strict=True))


def _check(target: Path) -> None:
    if target == _STDOUT:
        return
    if target.is_dir():
        raise UsageError(f"--output {target}: is a folder; name a file")
    if target.is_symlink():
        raise UsageError(f"--output {target}: is a symbolic link; name a file")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise UsageError(f"--output {target}: cannot be written")


def deliver(result: Result, delivery: Delivery) -> int:
    """Write all reports; return 0, or 6 when one could not be written. The others are written all the same."""
    from nova_policy.cli import complain
    from nova_policy.report.formats import FORMATS, Context

    failed = 0
    for name, target in delivery.targets:
        to_terminal = target == _STDOUT and sys.stdout.isatty()
        context = Context(
            sources=result.project.lines,
            color=to_terminal and "NO_COLOR" not in os.environ,
            links=to_terminal,
            width=shutil.get_terminal_size((120, 24)).columns if to_terminal else None,
            verbosity=delivery.verbosity,
            claims=delivery.claims,
        )
        text = FORMATS[name](result.report, context)
        content = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        try:
            _write(target, content)
        except OSError as error:
            complain(f"NOVA-O09: {target}: report cannot be written: {error.strerror}")
            failed = 6
    return failed


def _write(target: Path, content: bytes) -> None:
    if target == _STDOUT:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
