"""`nova-policy bundle`: build the delivered files, or look into them."""

from __future__ import annotations

from pathlib import Path

import click


@click.group(name="bundle")
def command() -> None:
    """Build and inspect bundles."""


@command.command()
@click.option(
    "--policies", type=click.Path(path_type=Path, file_okay=False, exists=True), default="policies", show_default=True
)
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), default="bundles", show_default=True)
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when the delivered files are stale.")
def build(policies: Path, output: Path, *, check: bool) -> None:
    """Build nova.tar.gz and nova.wasm from policies, byte for byte the same every time."""
    from nova_policy.bundle.build import build as build_bundle
    from nova_policy.bundle.build import drift, write
    from nova_policy.bundle.opa import Opa
    from nova_policy.tools.find import find_tool

    built = build_bundle(Opa(find_tool("opa", exact=True).command), policies)
    if not check:
        write(built, output)
        click.echo(f"{output}: revision {built.revision[:12]}")
        return
    if stale := drift(built, output):
        click.echo(f"{output}: stale: {', '.join(stale)}; run `make bundle` and commit", err=True)
        raise click.exceptions.Exit(1)


@command.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False)
def inspect(folder: Path | None) -> None:
    """Show revision, policies and parameters of a bundle, checked against its manifest."""
    from nova_policy.bundle.load import load_bundle

    bundle = load_bundle(folder)
    click.echo(f"revision    {bundle.revision}")
    click.echo(f"policies    {len(bundle.catalogue.policies)}")
    click.echo(f"parameters  {len(bundle.catalogue.parameters)}")
    click.echo(f"module      {len(bundle.module)} bytes")
