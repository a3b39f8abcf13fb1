"""`nova-policy gatekeeper`: the same policies at the cluster's door."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.cli.output_options import OutputOptions, output_options
from nova_policy.config import check_parameters, load_configuration
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.admission import refusals
from nova_policy.gatekeeper.constraint import Enforcement
from nova_policy.model import Json, Severity

_STDIN = Path("-")
_bundle_option = click.option(
    "--bundle", "bundle_folder", type=click.Path(path_type=Path), help="Folder with nova.tar.gz and nova.wasm."
)
_SEVERITIES = click.Choice([*(level.value for level in Severity), "none"])


@click.group(name="gatekeeper")
def command() -> None:
    """Build templates for OPA Gatekeeper, and report what it found."""


@command.command()
@click.option(
    "--select", "patterns", multiple=True, help="Only policies of this name, as kubernetes/ingress_*; repeatable."
)
@click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), default="bundles/gatekeeper", show_default=True
)
@click.option("--deny", type=_SEVERITIES, default="none", show_default=True, help="Least severity that is denied.")
@click.option(
    "--warn", type=_SEVERITIES, default="high", show_default=True, help="Least severity that is warned about."
)
@click.option("--config", type=click.Path(path_type=Path), help="Configuration whose parameters the Constraints state.")
@click.option(
    "--cases",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Cases that become suites.  [default: those beside the bundle, in a checkout]",
)
@_bundle_option
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when the delivered files are stale.")
def build(
    patterns: tuple[str, ...],
    output: Path,
    deny: str,
    warn: str,
    config: Path | None,
    cases: Path | None,
    bundle_folder: Path | None,
    *,
    check: bool,
) -> None:
    """Write a ConstraintTemplate, a Constraint and a Suite for every policy that an API server can ask.

    Policies that admission cannot express are named, with the reason. Without options nothing is denied: blockers and
    high findings are warnings, the others are found by Gatekeeper's audit alone.
    """
    from nova_policy.bundle.load import load_bundle
    from nova_policy.bundle.opa import Opa
    from nova_policy.engines.wasm import WasmEngine
    from nova_policy.gatekeeper.admission import select
    from nova_policy.gatekeeper.files import stale_files, write_tree
    from nova_policy.gatekeeper.library import Library, Proof
    from nova_policy.tools.find import find_tool

    bundle = load_bundle(bundle_folder)
    chosen = select(bundle.catalogue.policies.values(), patterns)
    enforcement = Enforcement(_severity(deny), _severity(warn), _parameters(config, bundle.catalogue))
    beside = cases or bundle.folder.parent / "tests" / "cases"
    proof = Proof(beside, WasmEngine(bundle.module)) if beside.is_dir() else None
    files = Library(bundle, Opa(find_tool("opa").command), enforcement, proof).files(chosen)
    if not check:
        write_tree(files, output)
        _account(chosen, output)
    elif stale := stale_files(files, output):
        click.echo(f"{output}: stale: {', '.join(stale[:10])}; run `make bundle` and commit", err=True)
        raise click.exceptions.Exit(1)


def _account(chosen: Sequence[Policy], output: Path) -> None:
    refused = refusals(chosen)
    for reason in dict.fromkeys(refusal.reason for refusal in refused):
        names = ", ".join(refusal.policy for refusal in refused if refusal.reason == reason)
        click.echo(f"not for admission: {names}: {reason}", err=True)
    click.echo(f"{output}: {len(chosen) - len(refused)} templates; {len(refused)} policies are not for admission")


def _parameters(path: Path | None, catalogue: Catalogue) -> Mapping[str, Json]:
    if path is None:
        return {}
    parameters = load_configuration(path.parent, path).parameters
    check_parameters(parameters, catalogue)
    return parameters


def _severity(name: str) -> Severity | None:
    return None if name == "none" else Severity(name)


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@_bundle_option
@output_options
def audit(file: Path, bundle_folder: Path | None, output: OutputOptions) -> None:
    """Report what a running Gatekeeper found: FILE is what `kubectl get constraints -o json` prints; `-` is stdin.

    An exported audit, JSON messages one after another, tells more: every violation, with its place in the object.
    What was not audited, or is not listed in full, makes the report incomplete (exit 4).
    """
    from nova_policy.bundle.load import load_bundle
    from nova_policy.cli.deliver import deliver
    from nova_policy.cli.verdict import exit_code
    from nova_policy.gatekeeper.audit import read_audit
    from nova_policy.gatekeeper.cluster_report import cluster_report

    delivery = output.delivery()
    bundle = load_bundle(bundle_folder)
    name = "stdin" if file == _STDIN else str(file)
    report = cluster_report(read_audit(_read(file), name, bundle.catalogue), bundle)
    failed = deliver(report, lambda _path: [], delivery)
    threshold = output.fail_on or Severity.LOW
    raise click.exceptions.Exit(max(failed, exit_code(report.problems, report.open_findings, threshold)))


def _read(file: Path) -> bytes:
    if file == _STDIN:
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise UsageError(f"{file}: cannot be read: {error.strerror}") from None
