"""What `run` promises: an answer or a typed error, within limits, and nobody left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from nova_policy.process import Completed, ToolCancelled, ToolFlood, ToolStartError, ToolTimeout, run, running

Shim = Callable[[str], str]

GIB = 1024**3

MARK = f"9{os.getpid()}"
"""An argument that tells the processes of this test run from all others; as seconds of sleep, long enough."""


@pytest.fixture
def shim(tmp_path: Path) -> Shim:
    """Return a function that writes a shell script and gives its absolute path."""

    def write(body: str) -> str:
        path = tmp_path / "shim"
        path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    return write


def living(marker: str) -> list[str]:
    """Return the command lines of all processes, zombies aside, that mention *marker*."""
    lines = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if marker in line:
            lines.append(line)
    return lines


def gone(marker: str) -> bool:
    """Wait for killed processes to disappear; a process that was not killed outlives this."""
    deadline = time.monotonic() + 5
    while living(marker) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not living(marker)


def private_directories(folder: Path) -> list[Path]:
    return list(folder.glob("nova-policy-*"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make tempfile use a folder that only this test knows."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def test_streams_and_return_code_come_back(shim: Shim) -> None:
    assert run([shim("echo out; echo err >&2; exit 3")]) == Completed(b"out\n", b"err\n", 3)


def test_stdin_is_handed_over_whole(shim: Shim) -> None:
    sent = os.urandom(300_000)
    assert run([shim("exec cat")], stdin=sent).stdout == sent


def test_without_stdin_the_program_reads_nothing(shim: Shim) -> None:
    assert run([shim("exec cat")]) == Completed(b"", b"", 0)


def test_a_program_may_leave_its_stdin_unread(shim: Shim) -> None:
    assert run([shim("echo done")], stdin=b"x" * 1_000_000).stdout == b"done\n"


def test_a_signal_is_a_negative_return_code(shim: Shim) -> None:
    assert run([shim("kill -TERM $$")]).returncode == -signal.SIGTERM


def test_only_listed_variables_are_inherited(shim: Shim, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GITHUB_TOKEN", "OPA_X", "CONFTEST_X", "KUSTOMIZE_X", "GIT_DIR", "LC_ALL"):
        monkeypatch.setenv(name, "canary")
    lines = run([shim("exec env")], environment={"EXTRA": "1", "TZ": "CET"}).stdout.decode().split()
    variables = dict(line.split("=", 1) for line in lines)
    assert {"PATH", "HOME", "TMPDIR", "LANG", "TZ", "EXTRA"} == variables.keys() - {"PWD", "OLDPWD", "SHLVL", "_"}
    assert (variables["LANG"], variables["TZ"], variables["EXTRA"]) == ("C.UTF-8", "CET", "1")
    assert "canary" not in variables.values()


def test_relative_path_entries_are_dropped(shim: Shim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", ".:/usr/bin::bin:/bin")
    assert run([shim('echo "$PATH"')]).stdout == b"/usr/bin:/bin\n"


def test_the_working_directory_is_private_empty_and_removed(shim: Shim, temporary: Path) -> None:
    script = 'pwd; echo "$HOME"; echo "$TMPDIR"; ls -A; stat -c %a .; mkdir -p a/b; touch a/b/c; chmod 500 a/b'
    where, home, scratch, mode = run([shim(script)]).stdout.decode().split()
    assert where == home == scratch
    assert Path(where).parent == temporary
    assert mode == "700"
    assert private_directories(temporary) == []


def test_a_given_directory_is_used_but_is_not_home(shim: Shim, tmp_path: Path) -> None:
    where, home = run([shim('pwd; echo "$HOME"')], directory=tmp_path).stdout.decode().split()
    assert where == str(tmp_path)
    assert home != where


def test_a_hanging_program_dies_with_its_children(shim: Shim, temporary: Path) -> None:
    with pytest.raises(ToolTimeout, match=r"^shim gave no answer within 0\.3 s") as caught:
        run([shim(f"sleep {MARK} & sleep {MARK}")], timeout=0.3)
    assert caught.value.exit_code == 4
    assert gone(MARK)
    assert private_directories(temporary) == []


def test_a_program_that_closes_its_streams_and_hangs_is_ended(shim: Shim) -> None:
    with pytest.raises(ToolTimeout):
        run([shim(f"exec >&- 2>&-; sleep {MARK}")], timeout=0.3)
    assert gone(MARK)


def test_ignoring_sigterm_does_not_help(shim: Shim) -> None:
    with pytest.raises(ToolTimeout):
        run([shim(f"trap '' TERM INT HUP; sleep {MARK} & wait; sleep {MARK}")], timeout=0.3)
    assert gone(MARK)


def test_children_left_behind_by_a_finished_program_are_ended(shim: Shim) -> None:
    assert run([shim(f"sleep {MARK} & echo done")], timeout=30) == Completed(b"done\n", b"", 0)
    assert run([shim(f"sleep {MARK} >/dev/null 2>&1 & echo done")], timeout=30) == Completed(b"done\n", b"", 0)
    assert gone(MARK)


@pytest.mark.parametrize("redirection", ["", ">&2"])
def test_a_flood_is_cut_off(shim: Shim, redirection: str) -> None:
    with pytest.raises(ToolFlood, match="more than 100000 bytes") as caught:
        run([shim(f"exec yes {MARK} {redirection}")], output_limit=100_000)
    assert caught.value.exit_code == 4
    assert gone(MARK)


def test_output_of_exactly_the_limit_is_an_answer(shim: Shim) -> None:
    assert len(run([shim("exec head -c 100000 /dev/zero")], output_limit=100_000).stdout) == 100_000


def test_memory_is_limited_and_inherited(shim: Shim) -> None:
    script = f"sleep 0.2; exec {sys.executable} -c 'bytearray({GIB})'"
    assert b"MemoryError" in run([shim(script)], memory_limit=GIB // 2).stderr


def test_without_memory_limit_none_is_set(shim: Shim) -> None:
    assert run([shim("ulimit -v")], memory_limit=None).stdout == b"unlimited\n"


def test_a_missing_program_is_named() -> None:
    with pytest.raises(ToolStartError, match=r"^cannot start /nonexistent/opa: No such file or directory$") as caught:
        run(["/nonexistent/opa"])
    assert caught.value.exit_code == 6


def test_a_folder_or_a_plain_file_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ToolStartError, match="Permission denied"):
        run([str(tmp_path)])
    plain = tmp_path / "plain"
    plain.write_text("#!/bin/sh\n")
    plain.chmod(0o644)
    with pytest.raises(ToolStartError, match="Permission denied"):
        run([str(plain)])


def test_a_program_for_another_machine_does_not_start(tmp_path: Path) -> None:
    foreign = tmp_path / "foreign"
    foreign.write_bytes(b"\x7fELF\x02\x01\x01" + b"\0" * 11 + b"\xff\xff" + b"\0" * 100)
    foreign.chmod(0o755)
    with pytest.raises(ToolStartError, match="Exec format error"):
        run([str(foreign)])


def test_an_argument_that_no_program_can_get_does_not_start() -> None:
    with pytest.raises(ToolStartError, match="null byte"):
        run(["/bin/echo", "a\0b"])


def test_a_relative_program_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "opa").symlink_to("/bin/true")
    monkeypatch.chdir(tmp_path)
    for name in ("opa", "./opa"):
        with pytest.raises(ToolStartError, match="absolute path"):
            run([name])


def test_without_temporary_directory_nothing_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    with pytest.raises(ToolStartError, match="set TMPDIR"):
        run(["/bin/true"])


def test_a_cancelled_call_ends_its_program(shim: Shim) -> None:
    script, cancelled = shim(f"sleep {MARK}"), threading.Event()
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(run, [script], cancelled=cancelled) for _ in range(2)]
        while len(living(MARK)) < 2:
            time.sleep(0.01)
        cancelled.set()
        for call in calls:
            with pytest.raises(ToolCancelled):
                call.result(timeout=30)
    assert gone(MARK)


@pytest.mark.parametrize("delay", [0, 0.01, 0.2])
def test_interruption_ends_the_program(shim: Shim, temporary: Path, delay: float) -> None:
    script = shim(f"sleep {delay}; kill -INT {os.getpid()}; sleep {MARK}")
    with pytest.raises(KeyboardInterrupt):
        run([script])
    assert gone(MARK)
    assert gone(script)
    assert private_directories(temporary) == []


def test_interruption_while_starting_leaves_nobody(shim: Shim, temporary: Path) -> None:
    script, done = shim(f"kill -INT {os.getpid()}; exec sleep {MARK}"), threading.Event()

    def compete() -> None:
        while not done.is_set():
            sum(range(1000))

    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(compete)
        try:
            for _ in range(20):
                with pytest.raises(KeyboardInterrupt):
                    run([script])
        finally:
            done.set()
    assert gone(MARK)
    assert private_directories(temporary) == []


def test_many_threads_get_their_own_answers(shim: Shim) -> None:
    script = shim('cat; echo "$1" >&2')

    def answer(number: int) -> Completed:
        return run([script, str(number)], stdin=b"%d" % number)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(answer, range(64)))
    assert answers == [Completed(b"%d" % number, b"%d\n" % number, 0) for number in range(64)]


def test_no_descriptor_is_left_open(shim: Shim) -> None:
    script = shim(f"sleep {MARK}")
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208 -- names are all that matters
    with pytest.raises(ToolTimeout):
        run([script], timeout=0.1, stdin=b"x")
    assert set(os.listdir("/proc/self/fd")) == before  # noqa: PTH208


def test_a_running_program_lives_as_long_as_its_context(shim: Shim, temporary: Path) -> None:
    with running([shim(f"sleep {MARK} & sleep {MARK}")]) as program:
        while len(living(MARK)) < 2:
            time.sleep(0.01)
        assert not program.ended
        assert len(private_directories(temporary)) == 1
    assert gone(MARK)
    assert private_directories(temporary) == []


def test_a_running_program_gets_what_others_get(shim: Shim, tmp_path: Path) -> None:
    script = shim(f"env -0 > {tmp_path}/env; pwd >> {tmp_path}/env; echo done >&2; sleep {MARK}")
    with running([script]) as program:
        while program.complaint != "done":
            time.sleep(0.01)
    *variables, directory = (tmp_path / "env").read_text().split("\0")
    names = {variable.partition("=")[0] for variable in variables}
    assert names - {"PWD", "OLDPWD", "SHLVL", "_"} == {"PATH", "HOME", "TMPDIR", "LANG", "TZ"}
    assert f"HOME={directory.strip()}" in variables


def test_a_running_program_that_ends_is_seen_to_and_its_last_words_are_kept(shim: Shim) -> None:
    with running([shim("echo first; echo second >&2; echo last; exit 3")]) as program:
        while not program.ended:
            time.sleep(0.01)
        assert (program.name, program.complaint) == ("shim", "last")


def test_a_running_program_that_talks_much_is_neither_stopped_nor_remembered(shim: Shim, tmp_path: Path) -> None:
    script = shim(f"head -c 1000000 /dev/zero >&2; head -c 1000000 /dev/zero; touch {tmp_path}/end")
    with running([script]) as program:
        while not (tmp_path / "end").exists():
            time.sleep(0.01)
    assert len(program.complaint) <= 64 * 1024


def test_a_failure_beside_a_running_program_ends_it(shim: Shim) -> None:
    with pytest.raises(KeyError), running([shim(f"sleep {MARK}")]):
        raise KeyError
    assert gone(MARK)


def test_a_program_that_is_not_there_does_not_run() -> None:
    with pytest.raises(ToolStartError, match="No such file"), running(["/nonexistent/opa"]):
        pass
