from __future__ import annotations

import io
import threading

from nova_policy.cli.progress import progress


class _Terminal(io.StringIO):
    """A terminal that tells when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written.set()
        return super().write(text)


def test_long_work_names_its_step_and_leaves_nothing_behind() -> None:
    terminal = _Terminal()
    with progress(terminal, patience=0) as step:
        step(1, "judging 3 documents")
        terminal.written.clear()
        assert terminal.written.wait(30)
    shown = terminal.getvalue()
    assert "\r\x1b[Knova: ━━━━╌╌╌╌╌╌╌╌ judging 3 documents … 0 s" in shown
    assert shown.endswith("\r\x1b[K")


def test_where_nobody_watches_nothing_is_written() -> None:
    stream = io.StringIO()
    with progress(stream, patience=0) as step:
        step(1, "judging")
    assert stream.getvalue() == ""
