"""Users' own Rego beside ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from nova_policy.bundle.catalogue import Catalogue
from nova_policy.collect.facts import FactLocator
from nova_policy.engines.conftest_binary import ConftestEngine
from nova_policy.engines.custom import ENTRY_PACKAGE, CustomPolicies, custom_engine, read_custom
from nova_policy.engines.protocol import Engine, Question
from nova_policy.errors import UsageError
from nova_policy.model import FACTS_API_VERSION, Denial, Document, InputKind, Json, Severity
from nova_policy.tools.find import find_tool

OWN = """\
package main

deny contains "a string" if input.kind == "Service"

deny_named contains {"msg": msg, "path": ["metadata", "name"]} if {
	msg := sprintf("%s is bad", [input.metadata.name])
}

warn contains {"msg": "careful", "_loc": {"file": "x", "line": 3}} if input.kind == "Service"
"""
SERVICE: Json = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}}


def own(folder: Path, text: str = OWN) -> CustomPolicies:
    (folder / "policy").mkdir()
    (folder / "policy" / "own.rego").write_text(text)
    return read_custom([folder / "policy"])


def by_conftest(policies: CustomPolicies, root: Path) -> Engine:
    return ConftestEngine(find_tool("conftest").command, policies.sources(), namespace=ENTRY_PACKAGE)


@pytest.mark.parametrize("engine", [custom_engine, by_conftest], ids=["wasm", "conftest"])
def test_rules_are_asked_by_conftests_conventions(
    tmp_path: Path, engine: Callable[[CustomPolicies, Path], Engine]
) -> None:
    policies = own(tmp_path)
    assert policies.rules == ("deny", "deny_named", "warn")
    asked = tuple(f"custom/{rule}" for rule in policies.rules)
    answer = engine(policies, tmp_path).evaluate([Question("0", asked, SERVICE)], {})
    assert answer.judged == {"0": frozenset(asked)}
    assert answer.denials["0"] == (
        Denial("custom/deny", "a string", ()),
        Denial("custom/deny_named", "web is bad", ("metadata", "name")),
        Denial("custom/warn", "careful", ()),
    )


def test_every_rule_is_a_policy_that_asks_about_documents_and_not_about_facts(tmp_path: Path) -> None:
    catalogue = own(tmp_path).extend(Catalogue({}, {}))
    assert {name: policy.severity for name, policy in catalogue.policies.items()} == {
        "custom/deny": Severity.HIGH,
        "custom/deny_named": Severity.HIGH,
        "custom/warn": Severity.LOW,
    }
    deny = catalogue.policies["custom/deny"]
    service = Document("a.yaml", InputKind.KUBERNETES, SERVICE, FactLocator({}))
    contents: Json = {"apiVersion": FACTS_API_VERSION, "kind": "X"}
    fact = Document("a", InputKind.FACT, contents, FactLocator({}))
    assert (deny.applies_to(service), deny.applies_to(fact)) == (True, False)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("package main\nallow if input.x\n", "no rule deny"),
        ("package other\ndeny contains 1 if input.x\n", "nothing evaluates"),
        ("package main\ndeny contains 1 if input.x\ndenny contains 1 if input.x\n", "never asked"),
        ("package main\ndeny[msg] {\n  msg := 1\n}\n", "Rego v0"),
        ("deny contains 1 if input.x\n", "no package"),
    ],
)
def test_what_would_be_silence_is_an_error(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        own(tmp_path, text)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no Rego files"):
        read_custom([tmp_path])


@pytest.mark.parametrize(
    "text",
    ['deny contains http.send({"url": "http://x", "method": "get"}).body', "deny contains x if x := opa.runtime().env"],
)
def test_forbidden_builtins_are_refused_by_name(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match=r"http\.send|opa\.runtime"):
        custom_engine(own(tmp_path, f"package main\n{text}\n"), tmp_path)
