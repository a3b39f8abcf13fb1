"""`nova-policy doctor`: which programs are there."""

from __future__ import annotations

import json

import click


@click.command(name="doctor")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, as_json: bool) -> None:
    """Show which programs are there, which version, what is missing and how to get it."""
    from nova_policy.tools.doctor import examine

    statuses = examine()
    if as_json:
        click.echo(json.dumps([status.to_json() for status in statuses], indent=2))
        return
    for status in statuses:
        needed = f"for {', '.join(status.needed_by)}"
        if status.found:
            click.echo(f"ok       {status.name:<12} {status.found.version or '?':<10} {' '.join(status.found.command)}")
        else:
            click.echo(f"missing  {status.name:<12} {status.pinned:<10} {needed}; run `{status.remedy}`")
        if status.problem:
            click.echo(f"         {status.problem}")
