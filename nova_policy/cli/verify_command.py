"""`nova-policy verify`: test policies and hold them to their contract."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(name="verify")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default="policies")
@click.option(
    "--threshold", type=float, default=100.0, show_default=True, help="Least coverage of the policies, in percent."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(folder: Path, threshold: float, *, as_json: bool) -> None:
    """Compile the policies in FOLDER strictly, check their METADATA, run their tests and measure what those reach."""
    from nova_policy.bundle.opa import Opa
    from nova_policy.bundle.verify import verify
    from nova_policy.tools.find import find_tool

    result = verify(Opa(find_tool("opa").command), folder)
    faults = result.faults(threshold)
    if as_json:
        click.echo(json.dumps(result.to_json(), indent=2))
    else:
        click.echo(f"{result.tests} tests, {len(result.failed)} failed, {result.coverage:g} % of the policies reached")
        for fault in faults:
            click.echo(fault, err=True)
    raise click.exceptions.Exit(1 if faults else 0)
