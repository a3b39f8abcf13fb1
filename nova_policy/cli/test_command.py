"""`nova-policy test`: the main job."""

from __future__ import annotations

import sys

import click

from nova_policy.cli.options import RunOptions, run_options
from nova_policy.cli.output_options import OutputOptions, output_options
from nova_policy.model import Severity


@click.command(name="test")
@output_options
@run_options
def command(options: RunOptions, output: OutputOptions) -> None:
    """Collect the repository at PATH, judge it, report the findings.

    Every open finding fails the run, unless --fail-on or a trusted configuration says which do.

    Exit codes: 0 clean, 1 findings at or above --fail-on, 2 usage, 3 nothing to check, 4 incomplete, 5 trust,
    6 engine or tool unavailable, 70 internal error, 130 interrupted.
    """
    from nova_policy.cli.deliver import deliver
    from nova_policy.cli.programs import warnings
    from nova_policy.cli.progress import progress
    from nova_policy.cli.verdict import exit_code

    delivery = output.delivery(options.root)
    with progress(sys.stderr) as step:
        result = options.examine(step)
    for warning in warnings(options, result):
        click.echo(f"nova: warning {warning}", err=True)
    failed = deliver(result.report, result.project.lines, delivery)
    threshold = output.fail_on or options.configuration.fail_on or Severity.LOW
    raise click.exceptions.Exit(max(failed, exit_code(result.report.problems, result.report.open_findings, threshold)))
