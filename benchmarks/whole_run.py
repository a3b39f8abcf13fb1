"""Time `nova-policy test` as a whole: start-up, collecting, rendering, judging and the report as JSON.

    python -m benchmarks.whole_run [REPOSITORY] [RUNS]

Each row is the median of RUNS processes, given two decimals. CPU is user and system time of the process and of what
it starts; memory is that of the largest of these. A cold run finds nothing that an earlier one left in the cache:
neither facts nor verdicts nor native code, nor the versions of programs. For a new run facts and verdicts are gone, so
everything is collected and judged anew; for a warm run nothing has changed. Ends with 1 when the engines' findings
differ.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.measure import Usage, measure, median
from nova_policy.tools.find import find_tool

_COMMAND = Path(sys.executable).with_name("nova-policy")
_EXAMPLE = Path(__file__).parents[1] / "examples" / "nova"


def main(repository: Path, runs: int) -> int:
    """Print a row for each way to run, and whether the engines agree; return the exit code."""
    print(f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}")
    print(f"{'engine':10} {'cache':5} {'wall s':>7} {'CPU s':>7} {'MiB':>5}")
    measure(_command(repository, "wasm"))
    for engine in ("wasm", "conftest"):
        for cache, rows in (("cold", _cold), ("new", _new), ("warm", _warm)):
            used = median(list(islice(rows(repository, engine), runs)))
            print(f"{engine:10} {cache:5} {used.wall:7.2f} {used.cpu:7.2f} {used.memory:5.0f}")
    reports = [_report(repository, engine) for engine in ("wasm", "conftest")]
    same = reports[0]["findings"] == reports[1]["findings"]
    files, documents = (reports[0]["summary"][name] for name in ("files", "documents"))
    found = len(reports[0]["findings"])
    print(f"{files} files, {documents} documents, {found} findings, {'the same' if same else 'OTHERS'} by both engines")
    return 0 if same else 1


def _cold(repository: Path, engine: str) -> Iterator[Usage]:
    while True:
        with tempfile.TemporaryDirectory() as cache:
            yield _measured(repository, engine, cache)


def _new(repository: Path, engine: str) -> Iterator[Usage]:
    with tempfile.TemporaryDirectory() as cache:
        _measured(repository, engine, cache)
        while True:
            shutil.rmtree(Path(cache) / "memory")
            yield _measured(repository, engine, cache)


def _warm(repository: Path, engine: str) -> Iterator[Usage]:
    with tempfile.TemporaryDirectory() as cache:
        _measured(repository, engine, cache)
        while True:
            yield _measured(repository, engine, cache)


def _measured(repository: Path, engine: str, cache: str) -> Usage:
    return measure(_command(repository, engine), _environment(cache))[0]


def _report(repository: Path, engine: str) -> Any:
    command = _command(repository, engine)
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout)  # noqa: S603


def _command(repository: Path, engine: str) -> Sequence[str]:
    return (str(_COMMAND), "test", str(repository), "--engine", engine, "--format", "json")


def _environment(cache: str) -> dict[str, str]:
    """The cache is another one, so its programs are put on the PATH."""
    folders = [str(Path(find_tool(name).command[0]).parent) for name in ("kustomize", "conftest")]
    return {**os.environ, "NOVA_POLICY_CACHE": cache, "PATH": os.pathsep.join([*folders, os.environ["PATH"]])}


if __name__ == "__main__":
    arguments = sys.argv[1:]
    target = Path(arguments[0]) if arguments else _EXAMPLE
    sys.exit(main(target, int(arguments[1]) if len(arguments) > 1 else 5))
