"""`nova-policy report`: a saved result in another format, or what changed between two."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nova_policy.cli.output_options import OutputOptions, output_options
from nova_policy.errors import UsageError

if TYPE_CHECKING:
    from nova_policy.assess.report import Report


@click.command(name="report")
@click.argument("results", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="[EARLIER] RESULT")
@output_options
def command(results: tuple[Path, ...], output: OutputOptions) -> None:
    """Show RESULT, a report in JSON that `nova-policy test` wrote, in other formats; `-` is stdin.

    With EARLIER before it: what appeared, disappeared and moved between the two, which hours that bought back and
    why the score changed (as text, json or markdown).

    Nothing is judged anew, so findings alone do not fail: --fail-on makes them, with two results only those that are
    new. A result of an incomplete run ends in that run's exit code all the same.
    """
    from nova_policy.cli.deliver import deliver
    from nova_policy.cli.verdict import exit_code

    if len(results) > 2:
        raise UsageError("more than two results; name one to show it, two to compare them")
    delivery = output.delivery()
    *earlier, report = [read(path) for path in results]
    if earlier:
        from nova_policy.cli.deliver import deliver_comparison
        from nova_policy.report.compare import compare

        comparison = compare(earlier[0], report)
        failed, findings = deliver_comparison(comparison, delivery), comparison.new_open
    else:
        failed, findings = deliver(report, lambda _path: [], delivery), report.open_findings
    raise click.exceptions.Exit(max(failed, exit_code(report.problems, findings, output.fail_on)))


def read(path: Path) -> Report:
    """Read a saved result; `-` is stdin. Raises UsageError for what is none."""
    from nova_policy.report.json_format import parse

    if path == Path("-"):
        return parse(sys.stdin.buffer.read(), "stdin")
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}", code="NOVA-R01") from None
