"""What is delivered, in the hands of the programs that it is made for: the real gator and the real kustomize."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from nova_policy.bundle.load import load_bundle
from nova_policy.gatekeeper.admission import admitted
from nova_policy.gatekeeper.compared import comparisons
from nova_policy.process import run
from nova_policy.tools.find import find_tool
from tests.gatekeeper.gator import DELIVERED


def policies() -> list[str]:
    return [policy.id for policy in admitted(load_bundle().catalogue.policies.values())]


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
