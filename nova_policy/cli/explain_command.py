"""`nova-policy explain`: one policy, in full."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from nova_policy.errors import UsageError


@click.command(name="explain")
@click.argument("policy")
@click.option(
    "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
)
def command(policy: str, bundle_folder: Path | None) -> None:
    """Explain POLICY, such as kubernetes/ingress_tls: concern, remedy, parameters, links."""
    from nova_policy.assess.assessment import Assessment
    from nova_policy.bundle.load import load_bundle
    from nova_policy.pages.policy_page import policy_page

    bundle = load_bundle(bundle_folder)
    known = bundle.catalogue.policies.get(policy)
    if known is None:
        close = difflib.get_close_matches(policy, bundle.catalogue.policies, n=1)
        raise UsageError(f"unknown policy {policy!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    assessment = Assessment.from_json(bundle.data["assessment"])
    click.echo(policy_page(known, bundle.catalogue, assessment, ()), nl=False)
