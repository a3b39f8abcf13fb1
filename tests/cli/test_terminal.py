"""What a person sees: colours, links and width on a terminal, and none of them anywhere else."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import termios
from pathlib import Path

import pytest

from tests.cli.test_test_command import COMMAND, INGRESS, nova

_SEQUENCE = re.compile(r"\x1b\[[\d;]*m|\x1b\]8;;([^\x1b]*)\x1b\\")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "ingress.yaml").write_text(INGRESS)
    return tmp_path


def on_terminal(columns: int, *arguments: str, **environment: str) -> str:
    """What a terminal of that width is sent; lines as the program writes them."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    env = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR"}}
    env |= {"TERM": "xterm-256color", **environment}
    process = subprocess.Popen([*COMMAND, *arguments], stdout=follower, stderr=subprocess.DEVNULL, env=env)
    os.close(follower)
    chunks = []
    while chunk := _read(leader):
        chunks.append(chunk)
    os.close(leader)
    process.wait(timeout=60)
    return b"".join(chunks).decode().replace("\r\n", "\n")


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 65536)
    except OSError:  # The program has gone, and its end with it.
        return b""


def test_a_terminal_shows_source_and_caret_in_its_width(tree: Path) -> None:
    shown = _SEQUENCE.sub("", on_terminal(60, "test", str(tree)))
    lines = shown.splitlines()
    assert lines[0].startswith("ingress.yaml  1 blocker")
    assert "  5 │ spec:" in lines
    assert "    │ ^^^^" in lines
    assert max(map(len, lines[: lines.index("")])) <= 60


def test_it_has_colours_and_links_to_files_and_policies(tree: Path) -> None:
    shown = on_terminal(120, "test", str(tree))
    assert "\x1b[1;31mblocker" in shown
    links = {match[1] for match in _SEQUENCE.finditer(shown) if match[1]}
    assert f"file://{tree}/ingress.yaml" in links
    assert any(link.startswith("https://kubernetes.io/") for link in links)


def test_colours_can_be_refused(tree: Path) -> None:
    assert "\x1b[" not in on_terminal(120, "test", str(tree), NO_COLOR="1")
    assert "\x1b[" in on_terminal(120, "test", str(tree), NO_COLOR="")
    assert "\x1b" not in on_terminal(120, "test", str(tree), TERM="dumb")


def test_a_pipe_gets_one_plain_line_a_finding_even_where_stderr_is_a_terminal(tree: Path) -> None:
    completed = nova("test", str(tree))
    lines = completed.stdout.decode().splitlines()
    assert "\x1b" not in completed.stdout.decode()
    assert [line for line in lines if line.startswith("ingress.yaml:")] == lines[: lines.index("")]


def test_names_from_the_tree_move_no_cursor(tree: Path) -> None:
    (tree / "\x1b]52;c;AAAA\x07\x1b[2J\r.yaml").write_text(INGRESS.replace("web", '"w\\e[8mb"'))
    rest = _SEQUENCE.sub("", on_terminal(100, "test", str(tree), "--verbose"))
    assert not set(rest) & set("\x1b\x07\r\x9b")
    assert "\\x1b]52;c;AAAA\\x07\\x1b[2J\\r.yaml" in rest
