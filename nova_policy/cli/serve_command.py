"""`nova-policy serve`: a real OPA with the bundle, for those who want one to try."""

from __future__ import annotations

import time
from pathlib import Path

import click

_POLL_SECONDS = 0.2


@click.command(name="serve")
@click.option("--port", type=click.IntRange(0, 65535), default=8181, show_default=True, help="0 takes a free one.")
@click.option(
    "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
)
def command(port: int, bundle_folder: Path | None) -> None:
    """Start an OPA server with the bundle on loopback; Ctrl-C or SIGTERM ends it.

    It is open to whoever is on this machine, and to nobody else.
    """
    from nova_policy.bundle.archive import BUNDLE_NAME
    from nova_policy.bundle.load import load_bundle
    from nova_policy.engines.server.local import local_server
    from nova_policy.errors import ToolError
    from nova_policy.tools.find import find_tool

    bundle = load_bundle(bundle_folder)
    with local_server(find_tool("opa").command, bundle.folder / BUNDLE_NAME, port) as server:
        click.echo(f"OPA serves revision {bundle.revision[:12]} at {server.address}; Ctrl-C ends it. Try:")
        click.echo(f"  nova-policy test --engine opa --server {server.address}")
        click.echo(f"  curl -d '{{\"input\": <one document>}}' {server.address}/v1/data/main/deny")
        try:
            while not server.program.ended:
                time.sleep(_POLL_SECONDS)
        except KeyboardInterrupt:
            return
        raise ToolError(f"opa ended: {server.program.complaint[:200] or 'it said nothing'}", code="NOVA-S01")
