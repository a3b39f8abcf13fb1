"""What is asked of a user's Rego, how METADATA describes it, and what is refused because it would be silence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from nova_policy.bundle.catalogue import Catalogue, Matcher
from nova_policy.bundle.load import load_bundle
from nova_policy.collect.facts import FactLocator
from nova_policy.custom.policies import CustomPolicies, load_custom
from nova_policy.errors import UsageError
from nova_policy.model import FACTS_API_VERSION, Document, InputKind, Json, Severity
from tests.custom.conftest import opa

Load = Callable[..., CustomPolicies]

DENY = 'deny contains "x" if input.kind\n'
DESCRIBED = """\
# METADATA
# title: Of the package
# description: What all of them are about.
# related_resources:
# - ref: https://example.com/why
# custom:
#   section: "3"
#   remediation: Do the right thing, soon.
package main

# METADATA
# title: Images have
#   a tag
# custom:
#   severity: blocker
#   recommendation: P0-4
#   capability: deployment-automation
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment]
deny_latest contains "x" if input.kind

deny contains "y" if input.kind

deny contains "z" if input.kind

# METADATA
# scope: document
# custom:
#   severity: medium
warn contains "a" if input.kind

warn contains "b" if input.kind
"""


def refusal(load: Load, files: str | Mapping[str, str], *namespaces: str) -> tuple[str | None, list[str]]:
    """Return the code and the lines of the error, file names without their folder."""
    with pytest.raises(UsageError) as caught:
        load(files, *namespaces)
    folder = next((part for part in str(caught.value).split() if "/policy/" in part), "").partition("/policy/")[0]
    return caught.value.code, str(caught.value).replace(f"{folder}/policy/", "").splitlines()


def test_every_rule_is_a_policy_that_asks_about_documents_and_not_about_facts(load: Load) -> None:
    catalogue = load(f'{DENY}\ndeny_named contains "x"\n\nwarn contains "y"\n').extend(Catalogue({}, {}))
    assert {name: policy.severity for name, policy in catalogue.policies.items()} == {
        "custom/deny": Severity.HIGH,
        "custom/deny_named": Severity.HIGH,
        "custom/warn": Severity.LOW,
    }
    deny = catalogue.policies["custom/deny"]
    service: Json = {"apiVersion": "v1", "kind": "Service"}
    fact: Json = {"apiVersion": FACTS_API_VERSION, "kind": "X"}
    kinds = [(InputKind.KUBERNETES, service), (InputKind.FACT, fact), (InputKind.WORKFLOW, {}), (InputKind.CARGO, {})]
    applies = [deny.applies_to(Document("a", kind, contents, FactLocator({}))) for kind, contents in kinds]
    assert applies == [True, False, True, True]


def test_metadata_of_the_rule_stands_on_that_of_its_package(load: Load) -> None:
    policies = load({"own.rego": DESCRIBED}).policies
    latest, deny, warn = (policies[f"custom/{name}"] for name in ("deny_latest", "deny", "warn"))
    assert (latest.title, latest.description) == ("Images have a tag", "What all of them are about.")
    assert (latest.severity, latest.section, latest.recommendation) == (Severity.BLOCKER, "3", "P0-4")
    assert (latest.capability, latest.remediation) == ("deployment-automation", "Do the right thing, soon.")
    assert latest.matchers == (Matcher(("apps",), ("Deployment",)),)
    assert latest.related_resources == ("https://example.com/why",)
    assert (deny.title, deny.severity, deny.matchers[0]) == ("Of the package", Severity.HIGH, Matcher(("*",), ("*",)))
    assert (warn.title, warn.severity, warn.recommendation) == ("Of the package", Severity.MEDIUM, None)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("severity: blocker", "severity: critical", "severity: 'critical' is not one of"),
        ("severity: blocker", "serverity: blocker", "unknown key custom.serverity; did you mean severity?"),
        ("P0-4", "P9-9", "the assessment has no recommendation 'P9-9'"),
        ('section: "3"', 'section: "99"', "the assessment has no section '99'"),
        ("deployment-automation", "deploy", "the assessment has no capability 'deploy'"),
        ("https://example.com/why", "javascript:alert(1)", "related_resources must be web addresses"),
        ("kinds: [Deployment]", "kinds: Deployment", "matchers/0: "),
    ],
)
def test_metadata_that_means_nothing_is_an_error(load: Load, old: str, new: str, says: str) -> None:
    code, (line,) = refusal(load, {"own.rego": DESCRIBED.replace(old, new)})
    assert (code, line.partition(":")[0]) == ("NOVA-E12", "own.rego")
    assert says in line


def test_other_packages_are_asked_when_they_are_named(load: Load) -> None:
    files = {"a.rego": "package main\n\n" + DENY, "b.rego": 'package team.k8s\n\ndeny contains "x"\n'}
    assert list(load(files, "main", "team.k8s").policies) == ["custom/deny", "custom/team.k8s.deny"]
    assert refusal(load, files) == (
        "NOVA-E03",
        [
            "b.rego:1: package team.k8s is used by nothing, its rule deny is never asked; use package main, or "
            "--namespace team.k8s"
        ],
    )
    assert refusal(load, files, "main", "team.k8s", "team.k9s") == (
        "NOVA-E03",
        ["a.rego:1: no package team.k9s to ask; packages here: main, team.k8s"],
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('denny contains "y"', "own.rego:5: rule denny is never asked; did you mean deny?"),
        ('dney_latest contains "y"', "own.rego:5: rule dney_latest is never asked; did you mean deny_latest?"),
        ('violations contains "y"', "own.rego:5: rule violations is never asked; did you mean violation?"),
        ('Deny contains "y"', "own.rego:5: rule Deny is never asked; did you mean deny?"),
        ('deny__x contains "y"', "own.rego:5: rule deny__x is never asked; did you mean deny_x?"),
        ('warning contains "y"', "own.rego:5: rule warning is never asked; did you mean warn?"),
        (
            'block contains "y"',
            "own.rego:5: rule block is neither asked nor used; names of rules begin with deny or warn",
        ),
        (
            'deny_a contains "y"\n\ndeny_A contains "z"',
            "own.rego:7: rules deny_A and deny_a differ in case alone, and conftest asks one of them",
        ),
        (
            "deny_it if input.kind",
            "own.rego:5: rule deny_it is a boolean and would never be asked; write `deny_it contains msg if {…}`",
        ),
        (
            'deny_it["x"] := "y"',
            "own.rego:5: rule deny_it is an object and would never be asked; write `deny_it contains msg if {…}`",
        ),
        (
            "deny_it(x) := x",
            "own.rego:5: rule deny_it is a function and would never be asked; write `deny_it contains msg if {…}`",
        ),
        (
            'default warn_it := "y"',
            "own.rego:5: rule warn_it is a string and would never be asked; write `warn_it contains msg if {…}`",
        ),
    ],
)
def test_a_rule_that_would_never_be_asked_is_an_error(load: Load, text: str, line: str) -> None:
    assert refusal(load, f"{DENY}\n{text}\n") == ("NOVA-E03", [line])


@pytest.mark.parametrize(
    "text",
    [
        'denied if input.kind\n\nwarn contains "y" if denied',
        'names contains "y"\n\nwarn contains name if some name in names',
        'denylist := {"a"}\n\nwarn contains "y" if input.kind in denylist',
        'test_deny if deny with input as {"kind": "x"}',
        'exception contains ["latest"] if input.kind == "y"',
        "allow if input.kind",
        "# denny contains is only mentioned here\n",
    ],
)
def test_rules_that_are_used_or_are_no_verdicts_are_left_alone(load: Load, text: str) -> None:
    assert "custom/deny" in load(f"{DENY}\n{text}\n").policies


def test_a_package_that_nothing_uses_is_an_error(load: Load) -> None:
    files = {
        "own.rego": f"package main\n\nimport data.lib.used\n\n{DENY}\nwarn contains used.name\n",
        "used.rego": 'package lib.used\n\nimport data.lib.deeper\n\nname := deeper.name\n\ndeny := "not ours"\n',
        "deeper.rego": 'package lib.deeper\n\nname := "x"\n',
        "unused.rego": 'package lib.unused\n\nname := "x"\n',
        "own_test.rego": 'package main_test\n\nimport data.main\n\ntest_it if main.deny with input as {"kind": "x"}\n',
        "tests.rego": "package main_tests\n\ntest_it if data.main.deny\n",
    }
    assert refusal(load, files) == ("NOVA-E03", ["unused.rego:1: package lib.unused is used by nothing"])


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("deny contains data.params.x", "own.rego:3: refers to data.params.x, which is not there; "),
        ("import data.params\n\ndeny contains params.x", "own.rego:3: refers to data.params, which is not there; "),
        ("deny contains data.main.dennied", "own.rego:3: refers to data.main.dennied, which is not there; "),
        ("deny contains data.there.gone", "own.rego:3: refers to data.there.gone, which is not there; "),
        ('deny contains "x" if {\n\tinput.x\n\tdata.conftest.file.name\n}', "own.rego:5: refers to data.conftest."),
    ],
)
def test_a_reference_to_data_that_is_not_there_is_an_error(load: Load, text: str, line: str) -> None:
    code, lines = refusal(load, {"own.rego": f"package main\n\n{text}\n", "data.json": '{"there": {"x": 1}}'})
    assert code == "NOVA-E04"
    assert any(found.startswith(line) for found in lines), lines


@pytest.mark.parametrize(
    "text",
    [
        'deny contains "x" if data.there.x == 1',
        'deny contains "x" if data.there[input.key] == 1',
        'deny contains "x" if data.there.list[0] == 1',
        'deny contains "x" if data.params.x == 1 with data.params as {"x": 1}',
        'deny contains "x" if helper\n\nhelper if data.main.other\n\nother if input.x',
    ],
)
def test_a_reference_that_is_answered_is_left_alone(load: Load, text: str) -> None:
    files = {"own.rego": f"package main\n\n{text}\n", "data.yaml": "there: {x: 1, list: [1]}\n"}
    assert list(load(files).policies) == ["custom/deny"]


def test_all_errors_of_the_compiler_are_listed(load: Load) -> None:
    syntax = {"a.rego": "package main\n\ndeny contains 1 if {\n", "b.rego": "package main\n\ndeny contains 1 if (\n"}
    code, lines = refusal(load, syntax)
    assert (code, [line.partition(": ")[0] for line in lines]) == ("NOVA-E05", ["a.rego:4:1", "b.rego:4:1"])


def test_errors_of_types_and_variables_are_listed(load: Load) -> None:
    types = {
        "a.rego": "package main\n\ndeny contains 1 if startswith(1, 2)\n",
        "b.rego": "package main\n\ndeny contains 1 if count(3)\n",
    }
    code, lines = refusal(load, types)
    assert (code, [line.partition(": ")[0] for line in lines]) == ("NOVA-E05", ["a.rego:3:20", "b.rego:3:20"])
    assert refusal(load, {"a.rego": "package main\n\ndeny contains x if input.kind\n", "b.rego": "package lib\n"}) == (
        "NOVA-E05",
        ["a.rego:3:15: var x is unsafe"],
    )


def test_the_old_syntax_is_named_with_the_remedy(load: Load) -> None:
    files = {"own.rego": "package main\n\n" + DENY, "old.rego": 'package main\n\ndeny[msg] {\n\tmsg := "x"\n}\n'}
    code, (line,) = refusal(load, files)
    assert code == "NOVA-E06"
    assert line == "old.rego: Rego v0; run `opa fmt --v0-v1 -w old.rego`"


@pytest.mark.parametrize(
    "call",
    [
        'http.send({"url": "http://127.0.0.1:9", "method": "get"})',
        "opa.runtime()",
        'net.lookup_ip_addr("localhost")',
        'rand.intn("x", 3)',
        'uuid.rfc4122("x")',
        "time.now_ns()",
    ],
)
def test_a_builtin_that_reaches_outside_is_refused_by_name(load: Load, call: str) -> None:
    name = call.partition("(")[0]
    code, (line,) = refusal(load, f"deny contains x if x := {call}\n")
    assert (code, line.rpartition(": ")[0]) == ("NOVA-E09", f"own.rego:3:25: builtin {name} is not allowed")


def test_a_function_that_exists_nowhere_is_no_forbidden_builtin(load: Load) -> None:
    expected = ("NOVA-E05", ["own.rego:3:22: undefined function nothing.there"])
    assert refusal(load, 'deny contains "x" if nothing.there(1)\n') == expected


def test_print_is_left_to_who_debugs(load: Load) -> None:
    assert list(load('deny contains "x" if {\n\tprint("here", input)\n\tinput.kind\n}\n').policies) == ["custom/deny"]


@pytest.mark.parametrize("text", ["input[_].contents.kind", "some i\n\tinput[i].contents.kind"])
def test_a_policy_for_a_combined_list_would_never_deny(load: Load, text: str) -> None:
    code, lines = refusal(load, f'deny contains "x" if {{\n\t{text}\n}}\n')
    what = "reads conftest's --combine list (input[i].contents), but is asked about one document at a time"
    assert (code, lines) == ("NOVA-E03", [f"own.rego:1: {what}"])


def test_folders_without_rules_are_errors(load: Load, tmp_path: Path) -> None:
    assert refusal(load, {"a.txt": ""}) == ("NOVA-E17", [f"{tmp_path}/policy: no Rego files, so 0 policies loaded"])
    folder = f"{tmp_path}/policy"
    assert refusal(load, "x if input.kind\n") == (
        "NOVA-E03",
        [f"{folder}: no rule deny, violation or warn in package main"],
    )


def test_two_folders_are_one_set_of_policies(tmp_path: Path) -> None:
    for name, text in (("a", DENY), ("b", 'warn contains "y"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own.rego").write_text(f"package main\n\n{text}")
    assessment = load_bundle().data["assessment"]
    loaded = load_custom(opa(), [tmp_path / "a", tmp_path / "b"], assessment)
    assert list(loaded.policies) == ["custom/deny", "custom/warn"]
    assert (loaded.path("1/own.rego"), loaded.path("adapter.rego")) == (f"{tmp_path}/b/own.rego", "adapter.rego")
    for name in "ab":
        (tmp_path / name / "data.json").write_text('{"x": 1}')
    with pytest.raises(UsageError, match=r"b/data\.json: data\.x is given twice"):
        load_custom(opa(), [tmp_path / "a", tmp_path / "b"], assessment)


def test_a_file_that_is_not_utf8_is_named(load: Load, tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "own.rego").write_bytes(b"package main\n# caf\xe9\n")
    with pytest.raises(UsageError, match=r"own\.rego: not UTF-8 at byte 18; save it as UTF-8"):
        load({})


def test_a_file_that_is_not_there_is_named(load: Load, tmp_path: Path) -> None:
    (tmp_path / "policy" / "folder.rego").mkdir(parents=True)
    (tmp_path / "policy" / "gone.rego").symlink_to(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"gone\.rego: cannot be read: No such file or directory"):
        load(DENY)


def test_data_that_two_files_define_is_an_error(load: Load) -> None:
    files = {"own.rego": f"package main\n\n{DENY}", "data.json": '{"ports": 1}', "ports/data.json": '{"ssh": 22}'}
    assert refusal(load, files) == ("NOVA-E04", ["ports/data.json: data.ports is given twice"])


def test_the_example_of_the_page_is_a_policy(load: Load) -> None:
    page = (Path(__file__).parents[2] / "docs" / "own-policies.md").read_text(encoding="utf-8")
    (policy,) = load({"own.rego": page.partition("```rego\n")[2].partition("```")[0]}).policies.values()
    assert (policy.id, policy.title, policy.severity) == ("custom/deny_host", "Hosts are ours", Severity.HIGH)
