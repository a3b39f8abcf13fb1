"""gator and Gatekeeper take a builtin's error for "no violation": on every sample there must be none."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.gatekeeper.admission import admitted
from nova_policy.tools.find import find_tool
from tests.gatekeeper.gator import DELIVERED

POLICIES = [policy.id for policy in admitted(load_bundle().catalogue.policies.values())]


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text())


def inventory(objects: Sequence[Any]) -> dict[str, Any]:
    """Return the inventory as Gatekeeper would keep it."""
    kept: dict[str, Any] = {"cluster": {}, "namespace": {}}
    for item in objects:
        metadata = item["metadata"]
        place = kept["namespace"].setdefault(metadata["namespace"], {}) if "namespace" in metadata else kept["cluster"]
        place.setdefault(item["apiVersion"], {}).setdefault(item["kind"], {})[metadata["name"]] = item
    return kept


def violations(policy: str, modules: Path, reviews: Sequence[Any], kept: Any) -> list[int]:
    """Return the number of violations of each review; a builtin's error fails."""
    (modules / "reviews.json").write_text(json.dumps(reviews))
    (modules / "inventory").mkdir(exist_ok=True)
    (modules / "inventory" / "data.json").write_text(json.dumps({"inventory": kept}))
    query = f"[count(found) | some review in input; found := data.nova.{policy}.violation with input as review]"
    data = [*modules.glob("*.rego"), modules / "inventory" / "data.json"]
    options = [option for path in data for option in ("--data", str(path))]
    options += ["--strict-builtin-errors", "--format", "json", "--input", str(modules / "reviews.json")]
    answer = json.loads(Opa(find_tool("opa").command).run("eval", *options, query))
    counts: list[int] = answer["result"][0]["expressions"][0]["value"]
    return counts


@pytest.mark.parametrize("policy", POLICIES)
def test_the_templates_rego_has_no_builtin_errors_and_denies_what_its_suite_says(policy: str, tmp_path: Path) -> None:
    folder = DELIVERED / "library" / policy
    source = read(folder / "template.yaml")["spec"]["targets"][0]["code"][0]["source"]
    for index, module in enumerate((source["rego"], *source.get("libs", ()))):
        (tmp_path / f"{index}.rego").write_text(module)
    (test,) = read(folder / "suite.yaml")["tests"]
    counts = []
    for names, cases in groupby(test["cases"], key=lambda case: case.get("inventory", [])):
        reviews = [{"review": {"object": read(folder / case["object"])}, "parameters": {}} for case in cases]
        kept = inventory([read(folder / name) for name in names])
        counts += violations(policy.replace("/", "."), tmp_path, reviews, kept)
    expected = [case["assertions"][0]["violations"] for case in test["cases"]]
    assert counts == [0 if number == "no" else number for number in expected]
