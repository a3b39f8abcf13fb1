"""Time the engines on the same manifests, process to process: Python's start, reading and reporting included.

    python -m benchmarks.engines [COPIES ...]

The manifests are the objects of an environment of examples/nova-fixed, a file each and a folder per copy of the
environment: 430 of them, and COPIES (1 10 100) times as many. `opa eval` and the batch of conftest are given the
finished envelope that our engines get; nova-policy also collects the files, locates and maps what is found, and writes
the report. Of earlier runs it has the native code, but neither facts nor verdicts. File by file, conftest asks each
object the same policies on single objects, and none that compare objects; with --all-namespaces only where there are
430, for that takes half a minute already.
"""

from __future__ import annotations

import os
import shutil
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.manifests import write_manifests
from benchmarks.measure import Usage, measure, median
from nova_policy.bundle.archive import BUNDLE_NAME
from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.judge import questions_for
from nova_policy.engines.protocol import envelope
from nova_policy.engines.server.local import local_server
from nova_policy.tools.find import find_tool

_NOVA = str(Path(sys.executable).with_name("nova-policy"))
_MANIFESTS = 430
_RUNS = {1: 5, 10: 3}


@dataclass(frozen=True, slots=True)
class Way:
    """A way to have manifests judged; it is left out where there are more than *most* copies of them."""

    name: str
    command: Sequence[str] = field(repr=False)
    most: int = 100
    environment: Mapping[str, str] | None = field(default=None, repr=False)


def main(copies: Sequence[int]) -> None:
    """Print a table per number of copies."""
    with tempfile.TemporaryDirectory() as temporary:
        rego = Path(temporary) / "bundle"
        bundle = load_bundle()
        with tarfile.open(bundle.folder / BUNDLE_NAME) as archive:
            archive.extractall(rego, filter="data")
        with local_server(find_tool("opa", exact=True).command, bundle.folder / BUNDLE_NAME) as server:
            for number in copies:
                tree = Path(temporary) / "tree"
                size = write_manifests(tree, number * _MANIFESTS)
                batch = Path(temporary) / "envelope.json"
                batch.write_bytes(envelope(questions_for(collect(tree, CollectSettings()), bundle.catalogue), {}))
                print(f"\n{number * _MANIFESTS} manifests, {size / 1e6:.1f} MB; the envelope {_mb(batch):.1f} MB")
                cache = Path(temporary) / "cache"
                _compare(list(_ways(tree, batch, rego, str(server.address), cache)), number, cache / "memory")
                shutil.rmtree(tree)


def _ways(tree: Path, batch: Path, rego: Path, server: str, cache: Path) -> Iterator[Way]:
    opa, conftest = (find_tool(name, exact=True).command for name in ("opa", "conftest"))
    folders = [str(Path(find_tool(name).command[0]).parent) for name in ("kustomize", "conftest")]
    path = os.pathsep.join([*folders, os.environ["PATH"]])
    ours = {**os.environ, "NOVA_POLICY_CACHE": str(cache), "PATH": path}
    test = (_NOVA, "test", str(tree), "--format", "json")
    measure(test, ours)
    yield Way("nova-policy, wasm", test, environment=ours)
    yield Way("nova-policy, conftest", (*test, "--engine", "conftest"), environment=ours)
    yield Way("nova-policy, OPA server", (*test, "--engine", "opa", "--server", server), environment=ours)
    bundle = load_bundle().folder / BUNDLE_NAME
    yield Way("opa eval, batch", (*opa, "eval", "--bundle", str(bundle), "--input", str(batch), "data.main.deny"))
    judged = (*conftest, "test", "--policy", str(rego), "--output", "json")
    yield Way("conftest, batch", (*judged, "--namespace", "main", str(batch)))
    yield Way("conftest, file by file", (*judged, "--namespace", "main", str(tree)))
    yield Way("conftest, all namespaces", (*judged, "--all-namespaces", str(tree)), most=1)


def _compare(ways: Sequence[Way], copies: int, memory: Path) -> None:
    asked = [way for way in ways if copies <= way.most]
    taken: dict[str, list[Usage]] = {way.name: [] for way in asked}
    codes: dict[str, int] = {}
    # In turn, so that all of them have the same moments of the machine.
    for _ in range(_RUNS.get(copies, 1)):
        for way in asked:
            shutil.rmtree(memory, ignore_errors=True)
            usage, codes[way.name] = measure(way.command, way.environment)
            taken[way.name].append(usage)
    print(f"{'':26} {'wall s':>7} {'CPU s':>7} {'MiB':>6} {'times':>6}  exit")
    first = median(taken[asked[0].name]).wall
    for name, usages in taken.items():
        used = median(usages)
        ratio = used.wall / first
        print(f"{name:26} {used.wall:7.2f} {used.cpu:7.2f} {used.memory:6.0f} {ratio:6.1f}  {codes[name]}")


def _mb(path: Path) -> float:
    return path.stat().st_size / 1e6


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1, 10, 100])
