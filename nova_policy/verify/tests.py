"""Runs the tests of policies, by opa or by conftest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from nova_policy.bundle.opa import Opa
from nova_policy.errors import UsageError
from nova_policy.process import run


class Outcome(StrEnum):
    """How a test came out; an error is one that did not come to an end."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, order=True)
class TestCase:
    """One test: its file, relative to the folder, its line (0 where nobody tells), package, name, and outcome."""

    __test__ = False

    file: str
    line: int
    package: str
    name: str
    outcome: Outcome

    @property
    def place(self) -> str:
        """Where it stands, as `file:line`."""
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Coverage:
    """What tests reach of the policies: *percent* of their lines, and the lines that none reaches."""

    percent: float
    missed: tuple[str, ...]


def opa_tests(opa: Opa, folder: Path) -> tuple[TestCase, ...]:
    """Run `opa test`. Raises UsageError when the tests do not compile."""
    results = json.loads(opa.run("test", "--format", "json", str(folder), accept=(0, 2))) or []
    return tuple(sorted(_case(result, folder) for result in results))


def _case(result: Mapping[str, Any], folder: Path) -> TestCase:
    outcome = Outcome.PASSED
    for key, other in (("skip", Outcome.SKIPPED), ("fail", Outcome.FAILED), ("error", Outcome.ERROR)):
        outcome = other if result.get(key) else outcome
    place = result["location"]
    package = result["package"].removeprefix("data.")
    return TestCase(_relative(place["file"], folder), place["row"], package, result["name"], outcome)


def conftest_tests(command: tuple[str, ...], folder: Path) -> tuple[TestCase, ...]:
    """Run `conftest verify`, which knows builtins of its own but does not name the tests that pass.

    Raises UsageError when the tests do not compile.
    """
    completed = run([*command, "verify", "--policy", str(folder), "--output", "json"], timeout=300)
    try:
        results = json.loads(completed.stdout)
        return tuple(sorted(case for number, result in enumerate(results) for case in _cases(number, result, folder)))
    except (ValueError, TypeError, KeyError, AttributeError):
        lines = completed.stderr.decode("utf-8", "replace").strip().splitlines() or ["no result"]
        raise UsageError(f"conftest verify: {lines[0]}", code="NOVA-E05") from None


def _cases(number: int, result: Mapping[str, Any], folder: Path) -> Iterator[TestCase]:
    file = _relative(result["filename"], folder)
    for _ in range(result["successes"]):
        yield TestCase(file, 0, "", f"test {number + 1}", Outcome.PASSED)
    for key, outcome in (("failures", Outcome.FAILED), ("skipped", Outcome.SKIPPED)):
        for item in result.get(key, ()):
            package, _, name = item["msg"].removeprefix("data.").rpartition(".")
            yield TestCase(file, 0, package, name, outcome)


def coverage(opa: Opa, folder: Path) -> Coverage:
    """Measure what the tests reach of all files but the tests; opa does so only where all of them pass."""
    # Skipped tests end with code 2 as well.
    report = json.loads(opa.run("test", "--coverage", "--format", "json", str(folder), accept=(0, 2)))
    files = {_relative(path, folder): part for path, part in sorted(report["files"].items())}
    policies = {path: part for path, part in files.items() if not path.endswith("_test.rego")}
    covered = sum(part.get("covered_lines", 0) for part in policies.values())
    missed = sum(part.get("not_covered_lines", 0) for part in policies.values())
    places = [
        f"{path}:{part['start']['row']}" for path, file in policies.items() for part in file.get("not_covered", ())
    ]
    percent = round(100 * covered / (covered + missed), 2) if covered + missed else 0.0
    return Coverage(percent, tuple(dict.fromkeys(places)))


def _relative(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder}/")
