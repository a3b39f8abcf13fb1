"""One verdict: on the rendered environments of the examples, gator denies what `nova-policy test` finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.engines.judge import judge
from nova_policy.engines.wasm import WasmEngine
from nova_policy.gatekeeper.admission import admitted
from nova_policy.model import InputKind
from tests.gatekeeper.gator import gator_test

PROJECT = Path(__file__).parents[2]

Said = tuple[str, str, str, str]
"""Policy, kind and name of the object, message."""


def said(policy: str, contents: Any, message: str) -> Said:
    metadata = contents["metadata"]
    return policy, contents["kind"], f"{metadata.get('namespace', '')}/{metadata['name']}", message


def by_gator(objects: list[Any], folder: Path) -> list[Said]:
    return sorted(
        said(result["metadata"]["details"]["policy"], result["violatingObject"], result["msg"])
        for result in gator_test(objects, folder)
    )


@pytest.mark.parametrize(("example", "denied"), [("nova", True), ("nova-fixed", False)])
def test_gator_says_what_the_findings_say(example: str, denied: bool, tmp_path: Path) -> None:
    bundle = load_bundle()
    project = collect(PROJECT / "examples" / example, CollectSettings())
    judgement = judge(project, bundle.catalogue, WasmEngine(bundle.module), {})
    assert judgement.problems == ()
    ours = {policy.id for policy in admitted(bundle.catalogue.policies.values())}
    any_found = False
    for environment in project.environments:
        objects = [d.contents for d in environment.documents if d.kind is InputKind.KUBERNETES]
        found = sorted(
            said(placed.denial.policy, placed.document.contents, placed.denial.message)
            for placed in judgement.denials
            if placed.denial.policy in ours and placed.document in environment.documents
        )
        assert by_gator(objects, tmp_path / environment.name) == found
        any_found |= bool(found)
    assert any_found is denied
