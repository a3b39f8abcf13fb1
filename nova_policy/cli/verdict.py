"""Which exit code a result ends in."""

from __future__ import annotations

from collections.abc import Iterable

from nova_policy.model import Finding, Problem, Severity

_INCOMPLETE = 4


def exit_code(problems: Iterable[Problem], findings: Iterable[Finding], threshold: Severity | None) -> int:
    """Return the worst code of *problems*, at least 4, else 1 when a finding is at or above *threshold*, else 0.

    What could not be judged outranks what was found: a verdict on a part is no verdict.
    """
    if codes := [problem.exit_code for problem in problems]:
        return max(_INCOMPLETE, *codes)
    return int(threshold is not None and any(finding.severity.rank <= threshold.rank for finding in findings))
