"""What other tools call our severities, and how they weigh them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nova_policy.model import Finding, Severity


@dataclass(frozen=True, slots=True)
class Level:
    """One severity in the words of each format; *score* is what GitHub reads as a CVSS score."""

    sarif: str
    github: str
    gitlab: str
    sonar: str
    sonar_impact: str
    score: str


_LEVELS = {
    Severity.BLOCKER: Level("error", "error", "blocker", "BLOCKER", "HIGH", "9.5"),
    Severity.HIGH: Level("error", "error", "critical", "CRITICAL", "HIGH", "8.0"),
    Severity.MEDIUM: Level("warning", "warning", "major", "MAJOR", "MEDIUM", "5.5"),
    Severity.LOW: Level("note", "notice", "minor", "MINOR", "LOW", "2.5"),
}


def level(severity: Severity) -> Level:
    """Return a severity in other tools' words."""
    return _LEVELS[severity]


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Return *findings* by severity, those of one severity in the order they came in."""
    return sorted(findings, key=lambda finding: finding.severity.rank)
