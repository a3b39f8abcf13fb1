"""`nova-policy list`: policies, or the report's findings and what decides them."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command(name="list")
@click.option("--findings", is_flag=True, help="List the assessment's findings and what decides each of them.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
)
def command(bundle_folder: Path | None, *, findings: bool, as_json: bool) -> None:
    """List policies, or with --findings the rows of the assessment."""
    from nova_policy.bundle.load import load_bundle

    bundle = load_bundle(bundle_folder)
    if as_json:
        part = bundle.data["assessment"]["findings"] if findings else bundle.data["catalogue"]["policies"]
        click.echo(json.dumps(part, indent=2, ensure_ascii=False, sort_keys=True))
    elif findings:
        from nova_policy.assess.assessment import Assessment

        for entry in Assessment.from_json(bundle.data["assessment"]).findings:
            click.echo(f"{entry.slug:<48} {entry.answer}")
    else:
        for policy in bundle.catalogue.policies.values():
            reference = policy.recommendation or (f"§{policy.section}" if policy.section else "observed")
            click.echo(f"{policy.id:<44} {policy.severity.value:<8} {reference:<22} {policy.title}")
