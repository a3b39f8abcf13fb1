"""`nova-policy verify`: test policies and hold them to their contract."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nova_policy.verify.formats import FORMATS, render
from nova_policy.verify.verification import Verification

if TYPE_CHECKING:
    from nova_policy.bundle.opa import Opa

_RUNNERS = ("opa", "conftest")


@click.command(name="verify")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False), default="policies")
@click.option(
    "--threshold",
    type=click.FloatRange(0, 100),
    help="Least coverage in percent.  [default: 100 for a tree like ours, else none]",
)
@click.option(
    "--namespace",
    "namespaces",
    multiple=True,
    help="Package of your own policies that is asked; repeatable.  [default: main]",
)
@click.option("--runner", type=click.Choice(_RUNNERS), default="opa", show_default=True, help="Who runs your tests.")
@click.option("--format", "style", type=click.Choice(FORMATS), default="text", show_default=True)
def command(folder: Path, threshold: float | None, namespaces: tuple[str, ...], runner: str, style: str) -> None:
    """Compile the policies in FOLDER strictly, check their contract, run their tests and measure what those reach.

    A folder with main.rego and lib/parameters.rego is held to the contract of our own policies, any other to what
    `test --policy` demands. Exit codes: 0 good, 1 tests fail or reach too little, 2 the policies cannot be used.
    """
    from nova_policy.bundle.opa import Opa
    from nova_policy.tools.find import find_tool
    from nova_policy.verify.verification import is_delivered, verify_delivered

    opa = Opa(find_tool("opa").command)
    if is_delivered(folder):
        threshold = 100.0 if threshold is None else threshold
        result = verify_delivered(opa, folder)
    else:
        result = _verify_own(opa, folder, namespaces or ("main",), runner)
    click.echo(render(result, threshold, style), nl=False)
    raise click.exceptions.Exit(2 if result.errors else int(bool(result.faults(threshold))))


def _verify_own(opa: Opa, folder: Path, namespaces: tuple[str, ...], runner: str) -> Verification:
    from nova_policy.bundle.load import load_bundle
    from nova_policy.tools.find import find_tool
    from nova_policy.verify.tests import conftest_tests
    from nova_policy.verify.verification import OwnPolicies, verify_own

    own = OwnPolicies(namespaces, load_bundle().data["assessment"])
    command = find_tool("conftest").command if runner == "conftest" else None
    return verify_own(opa, folder, own, partial(conftest_tests, command) if command else None)
