"""Time `nova-policy test` on ever more manifests: what it takes must grow no faster than their number.

    python -m benchmarks.growth [NUMBER ...]

Each NUMBER (1000 10000 100000) of manifests is judged once by the module, a folder per copy of an environment; 10,000
are judged once more as one environment. Native code is there already; facts and verdicts are not.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from benchmarks.manifests import ENVIRONMENT, write_manifests
from benchmarks.measure import Usage, measure
from nova_policy.tools.find import find_tool

_NOVA = str(Path(sys.executable).with_name("nova-policy"))
_IN_ONE = 10_000


def main(numbers: list[int]) -> None:
    """Print a row per number of manifests."""
    with tempfile.TemporaryDirectory() as temporary:
        environment = {**os.environ, "NOVA_POLICY_CACHE": temporary, "PATH": _path()}
        _judge(ENVIRONMENT, ENVIRONMENT, environment)
        print(f"{'manifests':>9} {'in a folder':>11} {'wall s':>7} {'CPU s':>7} {'MiB':>6} {'ms CPU each':>12}")
        for number, folder in (*((number, ENVIRONMENT) for number in numbers), (_IN_ONE, _IN_ONE)):
            used = _judge(number, folder, environment)
            each = 1000 * used.cpu / number
            print(f"{number:9} {folder:11} {used.wall:7.2f} {used.cpu:7.2f} {used.memory:6.0f} {each:12.2f}")


def _judge(number: int, folder: int, environment: dict[str, str]) -> Usage:
    """Judge so many manifests in a tree that no earlier run has seen."""
    with tempfile.TemporaryDirectory() as tree:
        write_manifests(Path(tree), number, folder)
        return measure((_NOVA, "test", tree, "--format", "json"), environment)[0]


def _path() -> str:
    return os.pathsep.join([str(Path(find_tool("kustomize").command[0]).parent), os.environ["PATH"]])


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or [1_000, 10_000, 100_000])
