"""What is delivered, in the hands of the programs that it is made for: the real gator and the real kustomize."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.engines.wasm import WasmEngine
from nova_policy.gatekeeper.admission import admitted
from nova_policy.gatekeeper.compared import comparisons
from nova_policy.gatekeeper.constraint import Enforcement
from nova_policy.gatekeeper.library import Library, Proof
from nova_policy.process import run
from nova_policy.tools.find import find_tool
from tests.cases_support import CASES
from tests.gatekeeper.gator import DELIVERED


def policies() -> list[str]:
    return [policy.id for policy in admitted(load_bundle().catalogue.policies.values())]


@pytest.mark.parametrize("policy", ["kubernetes/ingress_tls", "environment/ingress_backends"])
def test_what_is_delivered_is_what_a_build_makes(policy: str) -> None:
    bundle = load_bundle()
    library = Library(bundle, Opa(find_tool("opa").command), Enforcement(), Proof(CASES, WasmEngine(bundle.module)))
    made = library.files([bundle.catalogue.policies[policy]])
    delivered = (path for path in (DELIVERED / "library" / policy).rglob("*") if path.is_file())
    assert {path.relative_to(DELIVERED).as_posix(): path.read_text("utf-8") for path in delivered} == {
        name: text for name, text in made.items() if name.startswith(f"library/{policy}/")
    }


def test_gator_verifies_every_suite() -> None:
    completed = run([*find_tool("gator").command, "verify", f"{DELIVERED}/..."], timeout=300)
    output = completed.stdout.decode()
    assert completed.returncode == 0, output
    # An empty folder passes too: every policy has to be named.
    assert re.findall(r"(?m)^ok\t\S*/library/(\S+)/suite\.yaml", output) == policies()


@pytest.mark.parametrize("policy", policies())
def test_every_suite_has_objects_that_are_denied_and_objects_that_are_not(policy: str) -> None:
    (test,) = yaml.safe_load((DELIVERED / "library" / policy / "suite.yaml").read_text())["tests"]
    first = [case["assertions"][0]["violations"] for case in test["cases"]]
    assert "no" in first
    assert [number for number in first if isinstance(number, int) and number > 0]


def test_kustomize_builds_every_template_and_constraint() -> None:
    completed = run([*find_tool("kustomize").command, str(DELIVERED)])
    assert completed.returncode == 0, completed.stderr.decode()
    objects = [item for item in yaml.safe_load_all(completed.stdout) if item["kind"] != "SyncSet"]
    made = sorted(item["metadata"]["annotations"]["nova-policy.dev/policy"] for item in objects)
    assert made == sorted(policies() * 2)


def test_every_violation_carries_its_place_in_the_assessment(tmp_path: Path) -> None:
    folder = DELIVERED / "library" / "kubernetes" / "ingress_tls"
    (sample,) = (folder / "samples" / "ingress-tls").glob("bad-without-tls-1.yaml")
    files = [folder / "template.yaml", folder / "samples" / "ingress-tls" / "constraint.yaml", sample]
    options = [option for file in files for option in ("--filename", str(file))]
    completed = run([*find_tool("gator").command, "test", *options, "--output", "json"], timeout=120)
    (found,) = json.loads(completed.stdout)
    assert found["metadata"]["details"] == {
        "path": ["spec", "tls"],
        "policy": "kubernetes/ingress_tls",
        "recommendation": "P0-4",
        "section": "3",
    }


@pytest.mark.parametrize("policy", sorted(comparisons()))
def test_every_comparison_syncs_what_it_compares_with(policy: str) -> None:
    command = [*find_tool("gator").command, "sync", "test", "--force-omit-gvk-manifest"]
    template, sync = (str(DELIVERED / "library" / policy / name) for name in ("template.yaml", "sync.yaml"))
    assert run([*command, "--filename", template, "--filename", sync]).returncode == 0
    assert run([*command, "--filename", template]).returncode == 1
