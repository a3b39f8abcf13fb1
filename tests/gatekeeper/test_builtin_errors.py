"""gator and Gatekeeper take a builtin's error for "no violation": on every sample there must be none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.gatekeeper.admission import admitted, constraint_name
from nova_policy.tools.find import find_tool
from tests.gatekeeper.gator import DELIVERED

POLICIES = {policy.id: constraint_name(policy) for policy in admitted(load_bundle().catalogue.policies.values())}


@pytest.mark.parametrize("policy", POLICIES)
def test_the_templates_rego_has_no_builtin_errors_and_denies_what_its_suite_says(policy: str, tmp_path: Path) -> None:
    folder = DELIVERED / "library" / policy
    source = yaml.safe_load((folder / "template.yaml").read_text())["spec"]["targets"][0]["code"][0]["source"]
    for index, module in enumerate((source["rego"], *source.get("libs", ()))):
        (tmp_path / f"{index}.rego").write_text(module)
    (test,) = yaml.safe_load((folder / "suite.yaml").read_text())["tests"]
    objects = [yaml.safe_load((folder / case["object"]).read_text()) for case in test["cases"]]
    reviews = [{"review": {"object": item}, "parameters": {}} for item in objects]
    (tmp_path / "reviews.json").write_text(json.dumps(reviews))
    rule = f"data.nova.{policy.replace('/', '.')}.violation"
    query = f"[count(found) | some review in input; found := {rule} with input as review]"
    options = ["--strict-builtin-errors", "--format", "json", "--input", str(tmp_path / "reviews.json")]
    modules = [option for path in tmp_path.glob("*.rego") for option in ("--data", str(path))]
    answer: Any = json.loads(Opa(find_tool("opa").command).run("eval", *options, *modules, query))
    counts = answer["result"][0]["expressions"][0]["value"]
    expected = [case["assertions"][0]["violations"] for case in test["cases"]]
    assert counts == [0 if number == "no" else number for number in expected]
