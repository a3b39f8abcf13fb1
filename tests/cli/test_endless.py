"""A policy without end, ours or the user's: it is named, all others judge, and the run is incomplete."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.bundle.archive import BUNDLE_NAME, unpack
from nova_policy.bundle.build import Built, assemble, write
from nova_policy.bundle.load import delivered_folder
from nova_policy.bundle.opa import Opa
from nova_policy.engines.program import write_files
from nova_policy.tools.find import find_tool
from tests.cli.test_test_command import INGRESS, nova

POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers: [{name: web, image: web}]\n"
ENDLESS = """

deny contains {"msg": "never", "path": []} if {
	some a in numbers.range(1, 100000)
	some b in numbers.range(1, 100000)
	a * b < 0
}
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    root.mkdir()
    (root / "ingress.yaml").write_text(INGRESS)
    (root / "pod.yaml").write_text(POD)
    (tmp_path / "config.yaml").write_text("limits: {child_seconds: 5}\n")
    return root


def with_endless_policy(folder: Path) -> Built:
    """Build the delivered bundle anew with a policy for Ingresses that does not end."""
    members = unpack((delivered_folder() / BUNDLE_NAME).read_bytes())
    data = json.loads(members.pop("data.json"))
    del members[".manifest"]
    members["kubernetes/ingress_tls.rego"] += ENDLESS.encode()
    write_files(folder / "source", members)
    Opa(find_tool("opa").command).compile_wasm([folder / "source"], folder / "compiled.tar.gz")
    return assemble(members, data, unpack((folder / "compiled.tar.gz").read_bytes())["policy.wasm"])


def by_bundle(folder: Path) -> tuple[str, ...]:
    write(with_endless_policy(folder), folder / "bundle")
    return "--bundle", str(folder / "bundle")


def by_policy(folder: Path) -> tuple[str, ...]:
    (folder / "policy").mkdir()
    (folder / "policy" / "own.rego").write_text(f"package main\n{ENDLESS}")
    return "--policy", str(folder / "policy")


@pytest.mark.parametrize("engine", ["wasm", "conftest"])
@pytest.mark.parametrize(
    ("options", "policy", "silent"),
    [(by_bundle, "kubernetes/ingress_tls", {"kubernetes/ingress_tls"}), (by_policy, "custom/deny", {"custom/deny"})],
    ids=["ours", "own"],
)
def test_it_is_named_and_the_others_judge(
    tree: Path, options: Callable[[Path], tuple[str, ...]], policy: str, silent: set[str], engine: str
) -> None:
    arguments = (*options(tree.parent), "--config", str(tree.parent / "config.yaml"), "--engine", engine)
    completed = nova("test", str(tree), *arguments, "--format", "json")
    assert completed.returncode == 4, completed.stderr
    report = json.loads(completed.stdout)
    assert [entry["code"] for entry in report["not_assessed"]] == ["NOVA-E07"]
    assert f"policy {policy} has no verdict" in report["not_assessed"][0]["what"]
    found = {finding["policy"] for finding in report["findings"]}
    expected = {"kubernetes/ingress_tls", "kubernetes/pinned_image", "kubernetes/resource_limits"} - silent
    assert expected <= found
    assert not silent & found
