"""Policies on the test bench: strict compilation, the METADATA contract, their tests, and what those tests reach."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nova_policy.bundle.metadata import policy_files, read_catalogue
from nova_policy.bundle.opa import Opa
from nova_policy.model import Json


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out: *failed* tests by name, *coverage* in percent, and lines that no test reaches."""

    tests: int
    failed: tuple[str, ...]
    coverage: float
    not_covered: tuple[str, ...]
    without_tests: tuple[str, ...]

    def to_json(self) -> dict[str, Json]:
        """Return all of it."""
        return {
            "tests": self.tests,
            "failed": list(self.failed),
            "coverage": self.coverage,
            "not_covered": list(self.not_covered),
            "without_tests": list(self.without_tests),
        }

    def faults(self, threshold: float) -> list[str]:
        """Return a line per reason for which the policies may not be delivered."""
        reasons = [f"test failed: {name}" for name in self.failed]
        reasons += [f"{path}: no tests beside the policy" for path in self.without_tests]
        if not self.tests:
            reasons.append("no tests were found")
        if self.coverage < threshold and not self.failed:
            reasons.append(f"tests reach {self.coverage:g} % of the policies, less than {threshold:g} %")
            reasons += [f"{place}: no test reaches this" for place in self.not_covered]
        return reasons


def verify(opa: Opa, folder: Path) -> Verification:
    """Check and test the policies in *folder*.

    Raises UsageError when they do not compile, need a forbidden builtin or break the METADATA contract.
    """
    folder = folder.resolve()
    opa.check([folder])
    read_catalogue(opa, folder)
    results = json.loads(opa.run("test", "--format", "json", str(folder), accept=(0, 2))) or []
    failed = [_name(result, folder) for result in results if result.get("fail") or result.get("error")]
    files = {} if failed else _covered(opa, folder)
    return Verification(
        tests=len(results),
        failed=tuple(sorted(failed)),
        coverage=_percent(files),
        not_covered=tuple(_places(files)),
        without_tests=tuple(
            _relative(str(path), folder)
            for path in policy_files(folder)
            if not path.with_name(f"{path.stem}_test.rego").exists()
        ),
    )


def _covered(opa: Opa, folder: Path) -> dict[str, Any]:
    """Coverage by policy file, relative to *folder*; opa measures it only where all tests pass."""
    report = json.loads(opa.run("test", "--coverage", "--format", "json", str(folder)))
    return {_relative(path, folder): part for path, part in report["files"].items() if not path.endswith("_test.rego")}


def _name(result: Mapping[str, Any], folder: Path) -> str:
    return f"{_relative(result['location']['file'], folder)}:{result['location']['row']}: {result['name']}"


def _relative(path: str, folder: Path) -> str:
    return path.removeprefix(f"{folder}/")


def _percent(files: Mapping[str, Any]) -> float:
    covered = sum(report.get("covered_lines", 0) for report in files.values())
    missed = sum(report.get("not_covered_lines", 0) for report in files.values())
    return round(100 * covered / (covered + missed), 2) if covered + missed else 0.0


def _places(files: Mapping[str, Any]) -> Sequence[str]:
    return [
        f"{path}:{part['start']['row']}"
        for path, report in sorted(files.items())
        for part in report.get("not_covered", ())
    ]
