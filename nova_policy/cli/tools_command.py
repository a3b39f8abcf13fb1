"""`nova-policy tools`: get the programs that are needed."""

from __future__ import annotations

import click


@click.group(name="tools")
def command() -> None:
    """Install the programs that are needed."""


@command.command()
@click.argument("names", nargs=-1, required=True)
def install(names: tuple[str, ...]) -> None:
    """Build the pinned version of each program into the user's cache, checked against our hashes."""
    from nova_policy.tools.install import install as install_tools

    found = install_tools(names, announce=lambda line: click.echo(line, err=True))
    for tool in found:
        click.echo(f"{tool.name} {tool.version} {tool.command[0]}")
