"""Whether policies may be delivered, or used: what was checked, and what speaks against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nova_policy.bundle.metadata import policy_files, read_catalogue
from nova_policy.bundle.opa import Opa
from nova_policy.custom.policies import load_custom
from nova_policy.errors import UsageError
from nova_policy.verify.tests import Coverage, Outcome, TestCase, coverage, opa_tests

_BAD = (Outcome.FAILED, Outcome.ERROR)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found out about the policies in a folder.

    *errors* say why they cannot be used at all; nothing was tested then. *coverage* is None where it was not
    measured, *untested* names policies without tests beside them.
    """

    policies: int
    errors: tuple[str, ...] = ()
    tests: tuple[TestCase, ...] = ()
    coverage: Coverage | None = None
    untested: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many tests came out so."""
        return sum(test.outcome is outcome for test in self.tests)

    def faults(self, threshold: float | None) -> list[str]:
        """Return a line per reason for which the policies are not good enough; *threshold* is in percent."""
        reasons = [f"{test.place}: {test.name}: {test.outcome.value}" for test in self.tests if test.outcome in _BAD]
        reasons += [f"{path}: no tests beside the policy" for path in self.untested]
        if not self.errors and not any(test.outcome is not Outcome.SKIPPED for test in self.tests):
            reasons.append("no test was run")
        elif threshold is not None and not any(test.outcome in _BAD for test in self.tests):
            reasons += self._uncovered(threshold)
        return reasons

    def _uncovered(self, threshold: float) -> list[str]:
        if self.coverage is None:
            return [] if self.errors else ["coverage was not measured: opa measures it, conftest does not"]
        if self.coverage.percent >= threshold:
            return []
        what = f"tests reach {self.coverage.percent:g} % of the policies, less than {threshold:g} %"
        return [what, *(f"{place}: no test reaches this" for place in self.coverage.missed)]


@dataclass(frozen=True, slots=True)
class OwnPolicies:
    """A user's policies: the packages that are asked, and the assessment that METADATA may refer to."""

    namespaces: Sequence[str]
    assessment: Mapping[str, Any]


def is_delivered(folder: Path) -> bool:
    """Whether a folder is built like ours, and so held to our contract: it has parameters and an entry point."""
    return (folder / "lib" / "parameters.rego").is_file() and (folder / "main.rego").is_file()


def verify_delivered(opa: Opa, folder: Path) -> Verification:
    """Check and test policies that go into a bundle: the closed contract of METADATA, tests beside each policy."""
    folder = folder.resolve()
    files = policy_files(folder)
    try:
        opa.check(folder)
        read_catalogue(opa, folder)
        tests = opa_tests(opa, folder)
    except UsageError as error:
        return Verification(len(files), tuple(_lines(error)))
    untested = [path for path in files if not path.with_name(f"{path.stem}_test.rego").exists()]
    names = tuple(path.relative_to(folder).as_posix() for path in untested)
    return Verification(len(files), (), tests, _measured(opa, folder, tests), names)


def verify_own(
    opa: Opa, folder: Path, own: OwnPolicies, conftest: Callable[[Path], tuple[TestCase, ...]] | None = None
) -> Verification:
    """Check and test a user's policies as `--policy` would load them, strictly; *conftest* runs the tests instead."""
    folder = folder.resolve()
    policies = 0
    try:
        policies = len(load_custom(opa, [folder], own.assessment, own.namespaces, strict=True).policies)
        if conftest is not None:
            return Verification(policies, (), conftest(folder))
        tests = opa_tests(opa, folder)
    except UsageError as error:
        return Verification(policies, tuple(line.replace(f"{folder}/", "") for line in _lines(error)))
    return Verification(policies, (), tests, _measured(opa, folder, tests))


def _measured(opa: Opa, folder: Path, tests: Sequence[TestCase]) -> Coverage | None:
    return None if any(test.outcome in _BAD for test in tests) else coverage(opa, folder)


def _lines(error: UsageError) -> list[str]:
    return [f"{error.code}: {line}" if error.code else line for line in str(error).splitlines()]
