"""One verdict: on the rendered environments of the examples, gator denies what `nova-policy test` finds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.judge import judge
from nova_policy.engines.wasm import WasmEngine
from nova_policy.gatekeeper.admission import admitted
from nova_policy.gatekeeper.yaml_text import to_yaml
from nova_policy.model import InputKind
from nova_policy.process import run
from nova_policy.tools.find import find_tool

PROJECT = Path(__file__).parents[2]
DELIVERED = PROJECT / "bundles" / "gatekeeper" / "library"

DENIED = {"dev", "qa", "staging", "k8s/base/jaeger", "k8s/graphql-gateway"}

Said = tuple[str, str, str, str]
"""Policy, kind and name of the object, message."""


def said(policy: str, contents: Any, message: str) -> Said:
    metadata = contents["metadata"]
    return policy, contents["kind"], f"{metadata.get('namespace', '')}/{metadata['name']}", message


def by_gator(objects: list[Any], folder: Path) -> list[Said]:
    folder.mkdir(parents=True)
    for index, contents in enumerate(objects):
        (folder / f"{index}.yaml").write_text(to_yaml(contents))
    rules = [*DELIVERED.glob("*/*/template.yaml"), *DELIVERED.glob("*/*/samples/*/constraint.yaml")]
    options = [option for path in [*rules, folder] for option in ("--filename", str(path))]
    completed = run([*find_tool("gator").command, "test", *options, "--output", "json"], timeout=300)
    assert completed.stderr == b""
    return sorted(
        said(result["metadata"]["details"]["policy"], result["violatingObject"], result["msg"])
        for result in json.loads(completed.stdout) or []
    )


@pytest.mark.parametrize(("example", "denied"), [("nova", DENIED), ("nova-fixed", set())])
def test_gator_says_what_the_findings_say(example: str, denied: set[str], tmp_path: Path) -> None:
    bundle = load_bundle()
    project = collect(PROJECT / "examples" / example, CollectSettings())
    judgement = judge(project, bundle.catalogue, WasmEngine(bundle.module), {})
    assert judgement.problems == ()
    ours = {policy.id for policy in admitted(bundle.catalogue.policies.values())}
    with_findings = set()
    for environment in project.environments:
        objects = [d.contents for d in environment.documents if d.kind is InputKind.KUBERNETES]
        assert objects, "nothing to judge is no verdict"
        found = sorted(
            said(placed.denial.policy, placed.document.contents, placed.denial.message)
            for placed in judgement.denials
            if placed.denial.policy in ours and placed.document in environment.documents
        )
        assert by_gator(objects, tmp_path / environment.name) == found
        with_findings |= {environment.name} if found else set()
    assert with_findings == denied
