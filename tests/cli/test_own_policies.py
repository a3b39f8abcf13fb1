"""`nova-policy test --policy`: a user's own Rego, from the command line to the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from nova_policy import report
from nova_policy.assess.report import Report
from tests.cli.test_test_command import INGRESS, nova

SCHEMA = Path(report.__file__).with_name("schema.json")
OWN = """\
package main

# METADATA
# title: Hosts are ours
# custom:
#   severity: blocker
#   recommendation: P0-4
deny_host contains {"msg": msg, "path": ["spec", "rules", index, "host"]} if {
	some index, rule in input.spec.rules
	not endswith(rule.host, ".example.org")
	msg := sprintf("%s is no host of ours", [rule.host])
}

warn contains {"msg": "see there", "_loc": {"file": "k8s/other.yaml", "line": 7}} if input.kind == "Ingress"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "repository"
    (root / "k8s").mkdir(parents=True)
    (root / "k8s" / "ingress.yaml").write_text(INGRESS)
    return root


def policy(tmp_path: Path, text: str) -> str:
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "own.rego").write_text(text)
    return str(folder)


def test_they_come_out_as_findings_beside_ours(tree: Path, tmp_path: Path) -> None:
    completed = nova("test", str(tree), "--policy", policy(tmp_path, OWN), "--format", "json")
    assert (completed.returncode, completed.stderr) == (1, b"")
    findings = json.loads(completed.stdout)["findings"]
    assert "kubernetes/ingress_tls" in {finding["policy"] for finding in findings}
    own = [
        (item["policy"], item["severity"], item["message"], item["location"], item["recommendation"])
        for item in findings
        if item["policy"].startswith("custom/")
    ]
    assert own == [
        (
            "custom/deny_host",
            "blocker",
            "web.example.com is no host of ours",
            {"path": "k8s/ingress.yaml", "line": 7, "column": 5},
            "P0-4",
        ),
        ("custom/warn", "low", "see there", {"path": "k8s/other.yaml", "line": 7, "column": 1}, None),
    ]


@pytest.mark.parametrize("engine", ["wasm", "conftest"])
def test_what_gives_no_verdict_is_named_and_all_else_reported(tree: Path, tmp_path: Path, engine: str) -> None:
    text = OWN + '\ndeny_odd contains 1 if input.kind\n\ndeny_broken contains "x" if to_number(input.kind) == 1\n'
    completed = nova("test", str(tree), "--policy", policy(tmp_path, text), "--engine", engine, "--format", "json")
    assert completed.returncode == 4
    result = json.loads(completed.stdout)
    assert result["complete"] is False
    assert [entry["what"].partition(" ")[2] for entry in result["not_assessed"]] == [
        f"policy custom/deny_broken has no verdict: builtin to_number failed at {tmp_path}/policy/own.rego:18",
        "policy custom/deny_odd has no verdict: a result is a number; it must be a string, or an object with a string "
        "as msg",
    ]
    assert {"custom/deny_host", "kubernetes/ingress_tls"} <= {finding["policy"] for finding in result["findings"]}


def test_what_would_be_silence_exits_2_with_a_line_each(tree: Path, tmp_path: Path) -> None:
    text = OWN.replace("deny_host", "denny_host").replace("warn contains", "wran contains")
    completed = nova("test", str(tree), "--policy", policy(tmp_path, text))
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert completed.stderr.decode().splitlines() == [
        f"nova: error NOVA-E03: {tmp_path}/policy/own.rego:8: rule denny_host is never asked; did you mean deny_host?",
        f"nova: error NOVA-E03: {tmp_path}/policy/own.rego:14: rule wran is never asked; did you mean warn?",
    ]


def test_another_package_is_asked_by_name(tree: Path, tmp_path: Path) -> None:
    folder = policy(tmp_path, OWN.replace("package main", "package team.hosts"))
    refused = nova("test", str(tree), "--policy", folder)
    assert (refused.returncode, b"--namespace team.hosts" in refused.stderr) == (2, True)
    asked = nova("test", str(tree), "--policy", folder, "--namespace", "team.hosts", "-q")
    assert (asked.returncode, b"custom/team.hosts.deny_host  web.example.com is" in asked.stdout) == (1, True)
    alone = nova("test", str(tree), "--namespace", "team.hosts")
    assert (alone.returncode, b"--namespace goes with --policy" in alone.stderr) == (2, True)


def test_without_opa_nothing_is_judged(tree: Path, tmp_path: Path) -> None:
    folder = policy(tmp_path, OWN)
    completed = nova("test", str(tree), "--policy", folder, PATH="/nonexistent", NOVA_POLICY_CACHE=str(tmp_path / "c"))
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert b"run `nova-policy tools install opa`" in completed.stderr


def test_a_million_findings_are_all_counted_and_the_first_of_them_listed(tree: Path, tmp_path: Path) -> None:
    text = 'package main\n\ndeny_many contains sprintf("%d", [n]) if some n in numbers.range(1, 1000000)\n'
    output = tmp_path / "report.json"
    completed = nova(
        "test", str(tree), "--policy", policy(tmp_path, text), "--format", "json", "--output", str(output), "--format",
        "text",
    )  # fmt: skip
    assert completed.returncode == 1, completed.stderr
    assert b"; 990000 of them are not listed: custom/deny_many" in completed.stdout
    saved = json.loads(output.read_bytes())
    Draft202012Validator(json.loads(SCHEMA.read_text())).validate(saved)
    assert Report.from_json(saved).to_json() == saved
    ours = [finding for finding in saved["findings"] if finding["policy"] != "custom/deny_many"]
    assert len(saved["findings"]) - len(ours) == 10_000
    assert [entry["omitted"] for entry in saved["policies"] if "omitted" in entry] == [990_000]
    assert sum(saved["summary"]["findings_by_severity"].values()) == 1_000_000 + len(ours)
