"""What a build refuses to deliver, and what its settings do to the Constraints."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.bundle.load import Bundle, load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.engines.protocol import Answer, Question
from nova_policy.engines.wasm import WasmEngine
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.admission import admitted, refusals, select
from nova_policy.gatekeeper.constraint import Enforcement
from nova_policy.gatekeeper.files import stale_files, write_tree
from nova_policy.gatekeeper.library import Library
from nova_policy.gatekeeper.samples import samples
from nova_policy.model import Json, Severity
from nova_policy.process import run
from nova_policy.tools.find import find_tool
from tests.cases_support import CASES

POLICY = "kubernetes/ingress_rate_limit"
SOURCE = f"{POLICY}.rego"


def build(bundle: Bundle, identity: str = POLICY, enforcement: Enforcement | None = None) -> dict[str, str]:
    library = Library(bundle, Opa(find_tool("opa").command), enforcement or Enforcement())
    return library.files([bundle.catalogue.policies[identity]])


def changed(name: str, old: str, new: str) -> Bundle:
    bundle = load_bundle()
    text = bundle.rego[name].decode()
    assert old in text
    return replace(bundle, rego={**bundle.rego, name: text.replace(old, new).encode()})


def renamed(name: str) -> Bundle:
    bundle = load_bundle()
    policies = {**bundle.data["catalogue"]["policies"], name: bundle.data["catalogue"]["policies"][POLICY]}
    data = {**bundle.data, "catalogue": {**bundle.data["catalogue"], "policies": policies}}
    return replace(bundle, data=data, rego={**bundle.rego, f"{name}.rego": bundle.rego[SOURCE]})


def retyped(kind: str) -> Bundle:
    bundle = load_bundle()
    parameters = bundle.data["catalogue"]["parameters"]
    odd = {**parameters, "ingress_rate_limit": {**parameters["ingress_rate_limit"], "type": kind}}
    return replace(bundle, data={**bundle.data, "catalogue": {**bundle.data["catalogue"], "parameters": odd}})


@pytest.mark.parametrize(
    ("bundle", "complaint"),
    [
        (changed(SOURCE, "count(_stated) == 0", 'http.send({"url": "http://x"})'), r"undefined function http\.send"),
        (changed(SOURCE, "count(_stated) == 0", "time.now_ns() > 0"), r"undefined function time\.now_ns"),
        (changed(SOURCE, "deny contains", "warn contains"), r"no rule `deny contains`"),
        (changed(SOURCE, "deny contains {", "deny[{"), r"no rule `deny contains`"),
        (
            changed("lib/ingress.rego", "class(resource) := name if {", "class(resource) = name {"),
            r"1\.rego:\d+:\d+: `if` keyword",
        ),
        (changed(SOURCE, "count(_stated) == 0", "data.assessment"), r"refers to data\.assessment"),
        (
            changed(SOURCE, "count(_stated) == 0", "data.lib.kubernetes.name(input)"),
            r"refers to data\.lib; Gatekeeper follows `import data\.lib\.<name>` only",
        ),
        (
            changed(SOURCE, "import data.lib.message", "import data.lib.massage"),
            r"lib/massage\.rego: not in the bundle",
        ),
        (changed(SOURCE, "_positive(limit) if {", f"# {'x' * 1_000_000}\n_positive(limit) if {{"), r"bytes, more than"),
        (retyped("object"), r"parameter ingress_rate_limit: type 'object' has no schema"),
    ],
    ids=[
        "network",
        "clock",
        "no violation",
        "v0 policy",
        "v0 library",
        "foreign data",
        "library not imported",
        "no such library",
        "too large",
        "untyped parameter",
    ],
)
def test_what_gatekeeper_would_refuse_or_silently_pass_is_not_built(bundle: Bundle, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint) as caught:
        build(bundle)
    assert caught.value.exit_code == 2
    assert "/tmp" not in str(caught.value)


@pytest.mark.parametrize("name", ["kubernetes/größe", "kubernetes/" + "x" * 60, "kubernetes/a.b"])
def test_a_name_that_makes_no_kind_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no kind; name policies in letters"):
        build(renamed(name), name)


def test_two_policies_of_one_name_are_refused() -> None:
    bundle = renamed("kubernetes/service_selectors")
    with pytest.raises(UsageError, match="environment/service_selectors and kubernetes/service_selectors would have"):
        admitted(bundle.catalogue.policies.values())


def test_what_is_compared_is_left_to_the_audit_whatever_is_denied() -> None:
    name = "environment/ingress_backends"
    files = build(load_bundle(), name, Enforcement(deny=Severity.LOW))
    made = yaml.safe_load(files[f"library/{name}/samples/ingress-backends/constraint.yaml"])["spec"]
    points = [{"name": f"{point}.gatekeeper.sh"} for point in ("audit", "gator")]
    assert made["scopedEnforcementActions"] == [{"action": "dryrun", "enforcementPoints": points}]
    assert yaml.safe_load(files[f"library/{name}/sync.yaml"])["spec"] == {
        "gvks": [{"group": "", "version": "v1", "kind": "Service"}]
    }


def spec(files: dict[str, str]) -> Any:
    return yaml.safe_load(files[f"library/{POLICY}/samples/ingress-rate-limit/constraint.yaml"])["spec"]


@pytest.mark.parametrize(
    ("enforcement", "action"),
    [
        (Enforcement(), "dryrun"),
        (Enforcement(warn=Severity.MEDIUM), "warn"),
        (Enforcement(deny=Severity.MEDIUM), "deny"),
        (Enforcement(deny=Severity.HIGH, warn=Severity.LOW), "warn"),
    ],
)
def test_the_action_follows_from_the_severity(enforcement: Enforcement, action: str) -> None:
    points = [{"name": f"{name}.gatekeeper.sh"} for name in ("validation", "audit", "gator")]
    made = spec(build(load_bundle(), enforcement=enforcement))
    assert made["enforcementAction"] == "scoped"
    assert made["scopedEnforcementActions"] == [{"action": action, "enforcementPoints": points}]


def test_a_constraint_states_the_parameters_that_are_overridden() -> None:
    settings = {"ingress_rate_limit": 100, "coverage_minimum": 50}
    assert "parameters" not in spec(build(load_bundle()))
    assert spec(build(load_bundle(), enforcement=Enforcement(parameters=settings)))["parameters"] == {
        "ingress_rate_limit": 100
    }


def test_a_constraints_parameters_decide(tmp_path: Path) -> None:
    bundle = load_bundle()
    settings = Enforcement(parameters={"ingress_rate_limit": 100})
    sample = next(
        s
        for s in samples(bundle.catalogue.policies[POLICY], CASES, WasmEngine(bundle.module))
        if any("200 requests" in message for message in s.messages)
    )
    for limit, messages in ((20, 1), (100, 1), (1000, 0)):
        files = build(bundle, enforcement=replace(settings, parameters={"ingress_rate_limit": limit}))
        folder = tmp_path / str(limit)
        write_tree(files, folder)
        (folder / "object.yaml").write_text(yaml.safe_dump(sample.object))
        rules = folder / "library" / POLICY
        names = [rules / "template.yaml", rules / "samples/ingress-rate-limit/constraint.yaml", folder / "object.yaml"]
        options = [option for name in names for option in ("--filename", str(name))]
        output = run([*find_tool("gator").command, "test", *options], timeout=120).stdout.decode()
        assert output.count("200 requests per second") == messages
        assert output.count("no positive number") == 1


def test_a_selection_that_holds_nothing_for_admission_is_refused_by_name() -> None:
    bundle = load_bundle()
    with pytest.raises(UsageError, match="rust/unit_tests is not for admission: it judges Rust sources"):
        build(bundle, "rust/unit_tests")
    with pytest.raises(UsageError, match="--select kubernetes/gone: matches no policy"):
        select(bundle.catalogue.policies.values(), ["kubernetes/gone"])


def test_every_policy_has_a_template_or_a_reason() -> None:
    policies = load_bundle().catalogue.policies.values()
    named = [*(policy.id for policy in admitted(policies)), *(refusal.policy for refusal in refusals(policies))]
    assert sorted(named) == sorted(policy.id for policy in policies)


def test_a_policy_of_an_environment_needs_a_decision() -> None:
    bundle = renamed("environment/brand_new")
    with pytest.raises(UsageError, match=r"environment/brand_new: environment\.toml .* has no word on it"):
        refusals(bundle.catalogue.policies.values())


def test_an_engine_without_an_answer_proves_nothing() -> None:
    class Silent:
        name = "silent"

        def evaluate(self, questions: Sequence[Question], parameters: Mapping[str, Json]) -> Answer:
            return Answer({}, {})

    with pytest.raises(UsageError, match="ingress_rate_limit: no answer for bad-overlay-patch-1"):
        samples(load_bundle().catalogue.policies[POLICY], CASES, Silent())


def test_cases_of_one_kind_only_prove_nothing(tmp_path: Path) -> None:
    bundle = load_bundle()
    with pytest.raises(UsageError, match="needs an object that is denied and one that is allowed"):
        samples(bundle.catalogue.policies[POLICY], tmp_path, WasmEngine(bundle.module))


def test_a_tree_is_replaced_whole_and_a_strangers_left_alone(tmp_path: Path) -> None:
    files = build(load_bundle())
    write_tree(files, tmp_path / "new")
    assert stale_files(files, tmp_path / "new") == []
    (tmp_path / "new" / "old.yaml").write_text("a: 1\n")
    (tmp_path / "new" / "README.md").write_text("changed")
    (tmp_path / "new" / "kustomization.yaml").rename(tmp_path / "kept")
    assert stale_files(files, tmp_path / "new") == ["README.md", "kustomization.yaml", "old.yaml"]
    with pytest.raises(UsageError, match="holds files that no build of ours wrote"):
        write_tree(files, tmp_path / "new")
    (tmp_path / "kept").rename(tmp_path / "new" / "kustomization.yaml")
    write_tree(files, tmp_path / "new")
    assert stale_files(files, tmp_path / "new") == []
