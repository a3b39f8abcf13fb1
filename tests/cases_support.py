"""The cases under tests/cases: small repositories, and what their policy must say about them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.collect.project import Project
from nova_policy.pages.examples import read_expected

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """One case: *policy* must find exactly *expected* in *folder*; a good case expects nothing."""

    policy: str
    folder: Path
    expected: tuple[tuple[str, int], ...]

    @property
    def name(self) -> str:
        """The case as tests print it, `kubernetes/ingress_tls/bad/plain`."""
        return self.folder.relative_to(CASES).as_posix()

    def collect(self) -> Project:
        """Collect the case's folder, as the main job would."""
        return collect(self.folder, CollectSettings(exclude=("/findings.txt",)))


def all_cases() -> list[Case]:
    """Return every case, in the order of their names."""
    return [
        Case("/".join(folder.relative_to(CASES).parts[:2]), folder, tuple(sorted(read_expected(folder))))
        for kind in ("bad", "good")
        for folder in sorted(CASES.glob(f"*/*/{kind}/*/"))
    ]
