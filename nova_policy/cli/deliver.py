"""Reports to where they belong: files written whole or not at all, the rest to stdout."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nova_policy.errors import UsageError

if TYPE_CHECKING:
    from nova_policy.assess.report import Report
    from nova_policy.report.compare import Comparison
    from nova_policy.report.formats import Context

_STDOUT = Path("-")
_REPORT_SUFFIXES = frozenset({".html", ".log", ".md", ".sarif", ".txt", ".xml"})


@dataclass(frozen=True, slots=True)
class Delivery:
    """Formats with their targets, how much the text says (-1 quiet, 0, 1 verbose), and the file of earlier runs.

    *root* is the folder that places are relative to, for links on a terminal; None where it is not known.
    """

    targets: tuple[tuple[str, Path], ...]
    verbosity: int
    claims: bool = False
    history: Path | None = None
    root: Path | None = None

    @property
    def in_order(self) -> list[tuple[str, Path]]:
        """Formats and targets, stdout last: a reader who leaves must not keep files from being written."""
        return sorted(self.targets, key=lambda pair: pair[1] == _STDOUT)


def pair(formats: Sequence[str], outputs: Sequence[Path], root: Path | None = None) -> tuple[tuple[str, Path], ...]:
    """Give each format its target, before any work is done.

    Raises UsageError for a target that cannot be written, or that may be one of the files of *root* to be judged.
    """
    if len(outputs) > len(formats):
        raise UsageError("more --output than --format; give each --format one --output")
    padded = [*outputs, *[_STDOUT] * (len(formats) - len(outputs))]
    if padded.count(_STDOUT) > 1:
        raise UsageError("several formats would go to stdout; give each --format an --output")
    if len(set(padded)) < len(padded):
        raise UsageError("two formats would go to one file; give each --format an --output of its own")
    for target in padded:
        _check(target, root)
    return tuple(zip(formats, padded, strict=True))


def _check(target: Path, root: Path | None) -> None:
    if target == _STDOUT:
        return
    if target.is_dir():
        raise UsageError(f"--output {target}: is a folder; name a file")
    if target.is_symlink():
        raise UsageError(f"--output {target}: is a symbolic link; name a file")
    if target.exists() and not target.is_file():
        raise UsageError(f"--output {target}: is no regular file; name one, or `-` for stdout")
    if not os.access(target if target.exists() else target.parent, os.W_OK):
        raise UsageError(f"--output {target}: cannot be written")
    within = root is not None and target.exists() and target.resolve().is_relative_to(root)
    if within and not _is_report(target):
        raise UsageError(f"--output {target}: is a file of the scanned tree; name another")


def _is_report(target: Path) -> bool:
    """Tell whether a file can be an earlier report: by its name, and a JSON file by being no Kubernetes object."""
    if target.suffix != ".json":
        return target.suffix in _REPORT_SUFFIXES
    with suppress(OSError, ValueError):
        value = json.loads(target.read_bytes())
        return not (isinstance(value, dict) and "apiVersion" in value)
    return True


def deliver(report: Report, sources: Callable[[str], list[str]], delivery: Delivery) -> int:
    """Write all reports; return 0, or 6 when one could not be written. The others are written all the same.

    Raises UsageError for a history that is none.
    """
    from nova_policy.report.formats import FORMATS, Context
    from nova_policy.report.history import read_history
    from nova_policy.report.wording import verdict

    earlier = read_history(delivery.history) if delivery.history else ()
    plain = Context(sources, verbosity=delivery.verbosity, claims=delivery.claims, history=earlier)
    contents = (
        (target, FORMATS[name](report, on_terminal(plain, delivery.root) if target == _STDOUT else plain))
        for name, target in delivery.in_order
    )
    return put(contents, verdict(report))


def on_terminal(context: Context, root: Path | None) -> Context:
    """Return *context* for stdout: as it is, unless somebody watches."""
    from dataclasses import replace

    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        return context
    width = shutil.get_terminal_size((120, 24)).columns
    return replace(context, color=not os.environ.get("NO_COLOR"), links=True, width=width, root=root)


def put(contents: Iterator[tuple[Path, str | bytes]], verdict: str) -> int:
    """Write texts to their targets; return 0, or 6 when one could not be written, and then say *verdict* on stderr."""
    from nova_policy.cli import complain
    from nova_policy.cli.streams import write_out
    from nova_policy.report.replace import replace_file

    failed = 0
    for target, text in contents:
        content = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
        try:
            if target == _STDOUT:
                write_out(content)
            else:
                replace_file(target, content)
        except BrokenPipeError:
            raise
        except OSError as error:
            name = "stdout" if target == _STDOUT else target
            complain(f"NOVA-O09 {name}: the report cannot be written: {error.strerror}; the verdict is: {verdict}")
            failed = 6
    return failed


def deliver_comparison(comparison: Comparison, delivery: Delivery) -> int:
    """Write a comparison as :func:`deliver` writes a report. Raises UsageError for a format that has no form for it."""
    from nova_policy.report.compare_formats import COMPARISON_FORMATS
    from nova_policy.report.formats import Context
    from nova_policy.report.wording import verdict

    for name, _ in delivery.targets:
        if name not in COMPARISON_FORMATS:
            raise UsageError(f"--format {name} shows one result; two are compared as {', '.join(COMPARISON_FORMATS)}")
    plain = Context(lambda _path: [], verbosity=delivery.verbosity)
    contents = (
        (target, COMPARISON_FORMATS[name](comparison, on_terminal(plain, None) if target == _STDOUT else plain))
        for name, target in delivery.in_order
    )
    return put(contents, verdict(comparison.after))
