"""Where reports go, when the disk, the reader or somebody with a kill gets in the way."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nova_policy.report.formats import FORMATS
from nova_policy.report.replace import replace_file
from tests.cli.test_report_command import save
from tests.cli.test_test_command import COMMAND, INGRESS, nova
from tests.report.sample import SAMPLE, finding

LIMITED = """
import resource, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
from nova_policy.cli import main
main()
"""
WRITER = """
import sys
from pathlib import Path
from nova_policy.report.replace import replace_file
path = Path(sys.argv[1])
while True:
    for letter in (b"a", b"b"):
        replace_file(path, letter * 400_000)
        print(flush=True)
"""

# Forks writers and kills each at random; tells how many bytes the file then has, and how many different ones.
KILLER = """
import os, random, signal, sys, time
from pathlib import Path
from nova_policy.report.replace import replace_file
path = Path(sys.argv[1])
chance = random.Random(7)
replace_file(path, b"c" * 400_000)
for _ in range(200):
    writer = os.fork()
    while not writer:
        for letter in (b"a", b"b"):
            replace_file(path, letter * 400_000)
    time.sleep(chance.random() / 50)
    os.kill(writer, signal.SIGKILL)
    os.waitpid(writer, 0)
    content = path.read_bytes()
    print(f"{len(content)}:{len(set(content))}")
"""


def limited(size: int, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", LIMITED, str(size), *arguments]
    return subprocess.run(command, capture_output=True, timeout=120, check=False)


def test_a_writer_killed_at_any_time_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "report"
    completed = subprocess.run([sys.executable, "-c", KILLER, str(path)], capture_output=True, timeout=120, check=False)
    assert completed.stderr == b""
    sizes = completed.stdout.split()
    assert (len(sizes), set(sizes)) == (200, {b"400000:1"})
    replace_file(path, b"done")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"done", [path])


def test_a_writer_that_lives_is_not_disturbed(tmp_path: Path) -> None:
    path = tmp_path / "report"
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) for _ in range(2)]
    try:
        for _ in range(20):
            for writer in writers:
                assert writer.stdout
                assert writer.stdout.readline() == b"\n"
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()


def test_a_full_disk_leaves_the_old_report_and_the_verdict_on_stderr(tmp_path: Path) -> None:
    clean = save(tmp_path / "result.json", replace(SAMPLE, findings=()))
    page = tmp_path / "page.html"
    page.write_text("old")
    completed = limited(10_000, "report", clean, "--format", "html", "--output", str(page))
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert completed.stderr.decode() == (
        f"nova: error NOVA-O09 {page}: the report cannot be written: File too large; the verdict is: No open findings\n"
    )
    assert page.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "result.json"]


def test_of_three_reports_the_two_that_can_be_written_are(tmp_path: Path) -> None:
    saved = save(tmp_path / "result.json", SAMPLE)
    targets = {name: tmp_path / f"report.{name}" for name in ("text", "html", "gitlab")}
    arguments = [part for name, path in targets.items() for part in ("--format", name, "--output", str(path))]
    completed = limited(10_000, "report", saved, *arguments)
    assert completed.returncode == 6
    assert b"report.html: the report cannot be written" in completed.stderr
    assert [path.exists() for path in targets.values()] == [True, False, True]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_stdout_that_cannot_be_written_is_no_success(tmp_path: Path) -> None:
    clean = save(tmp_path / "result.json", replace(SAMPLE, findings=()))
    with Path("/dev/full").open("wb") as full:
        completed = subprocess.run([*COMMAND, "report", clean], stdout=full, stderr=subprocess.PIPE, check=False)
    assert completed.returncode == 6
    assert completed.stderr.startswith(b"nova: error NOVA-O09 stdout: the report cannot be written: No space left")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_leaves_early_got_no_verdict_but_files_are_written(tmp_path: Path, unbuffered: str) -> None:
    many = tuple(finding("kubernetes/ingress_tls", f"{n}.yaml", 1, "x" * 100) for n in range(3000))
    saved = save(tmp_path / "result.json", replace(SAMPLE, findings=many))
    page = tmp_path / "page.html"
    outputs = ["--format", "text", "--output", "-", "--format", "gitlab", "--output", str(page)]
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    command = [*COMMAND, "report", saved, *outputs]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert (process.wait(timeout=60), process.stderr.read()) == (6, b"")
    assert page.exists()


def test_all_formats_have_equal_bytes_whatever_the_surroundings(tmp_path: Path) -> None:
    written = []
    for number, environment in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"},
        )
    ):
        root = tmp_path / str(number) / "repository"
        root.mkdir(parents=True)
        for name in sorted(("a.yaml", "b.yaml", "c.yaml"), reverse=bool(number)):
            (root / name).write_text(INGRESS.replace("web", name[0]))
        folder = tmp_path / f"reports-{number}"
        folder.mkdir()
        outputs = [part for name in FORMATS for part in ("--format", name, "--output", str(folder / name))]
        assert nova("test", str(root), *outputs, cwd=root.parent, **environment).returncode == 1
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert sorted(written[0]) == sorted(FORMATS)
    assert written[0] == written[1]


def test_a_report_that_others_may_not_read_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "report"
    old = os.umask(0o077)
    try:
        replace_file(path, b"x")
    finally:
        os.umask(old)
    assert path.stat().st_mode & 0o777 == 0o600
