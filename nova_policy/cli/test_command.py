"""`nova-policy test`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nova_policy.cli.options import RunOptions, run_options
from nova_policy.model import Severity
from nova_policy.report.formats import FORMATS

if TYPE_CHECKING:
    from nova_policy.run import Result


@click.command(name="test")
@run_options
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(list(FORMATS)), help="Report format; repeat for several."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    type=click.Path(path_type=Path),
    help="File for the format at the same position; `-` is stdout.",
)
@click.option(
    "--fail-on",
    type=click.Choice([level.value for level in Severity]),
    help="Least severity that fails the run.  [default: low]",
)
@click.option("--claims", is_flag=True, help="Also say which of the assessment's claims the repository bears out.")
@click.option("--quiet", "-q", is_flag=True, help="Only the findings.")
@click.option("--verbose", "-v", is_flag=True, help="Also what did not apply, and overlay chains.")
def command(
    options: RunOptions,
    formats: tuple[str, ...],
    outputs: tuple[Path, ...],
    fail_on: str | None,
    *,
    claims: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Collect the repository at PATH, judge it, report the findings.

    Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, 3 nothing to check, 4 incomplete, 5 trust,
    6 engine or tool unavailable, 70 internal error, 130 interrupted.
    """
    from nova_policy.cli.deliver import Delivery, deliver, pair
    from nova_policy.cli.progress import progress

    targets = pair(formats or ("text",), outputs)
    with progress(sys.stderr) as step:
        result = options.examine(step)
    verbosity = -1 if quiet else int(verbose)
    failed = deliver(result, Delivery(targets, verbosity, claims=claims))
    threshold = Severity(fail_on) if fail_on else options.configuration.fail_on or Severity.LOW
    raise click.exceptions.Exit(max(failed, _exit_code(result, threshold)))


def _exit_code(result: Result, threshold: Severity) -> int:
    """What could not be judged outranks what was found: a verdict on a part is no verdict."""
    problems = result.report.problems
    if problems:
        return max(problem.exit_code for problem in problems)
    return int(any(finding.severity.rank <= threshold.rank for finding in result.report.open_findings))
