from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from nova_policy.assess.report import Report
from nova_policy.model import Location, Severity
from nova_policy.report.formats import Context
from nova_policy.report.sarif import render
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources

SCHEMA = json.loads(Path(__file__).with_name("schemas").joinpath("sarif-schema-2.1.0.json").read_text())


def _run(report: Report = SAMPLE) -> Any:
    (run,) = json.loads(render(report, Context(sources)))["runs"]
    return run


@pytest.mark.parametrize("report", [SAMPLE, INCOMPLETE, CLEAN, *map(hostile, HOSTILE_TEXTS)])
def test_it_conforms_to_the_schema_of_oasis(report: Report) -> None:
    errors = Draft7Validator(SCHEMA).iter_errors(json.loads(render(report, Context(sources))))
    assert [error.message for error in errors] == []


def test_every_policy_is_a_rule_with_help_remedy_and_severity() -> None:
    rules = _run()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(SAMPLE.policies)
    tls = rules[1]
    assert tls["helpUri"] == "https://example.org/kubernetes/ingress_tls"
    assert "Remedy: Do what kubernetes/ingress_tls asks for." in tls["help"]["text"]
    assert "P0-4 Enable TLS/Certificate Management (2 h for all of it)" in tls["help"]["text"]
    assert tls["properties"]["security-severity"] == "9.5"
    assert "security" in tls["properties"]["tags"]
    scores = [float(rule["properties"]["security-severity"]) for rule in rules]
    ranks = [policy.severity.rank for policy in SAMPLE.policies.values()]
    assert sorted(zip(ranks, scores, strict=True)) == sorted(
        zip(ranks, scores, strict=True), key=lambda pair: (-pair[1], pair[0])
    )


def test_a_result_has_its_rule_place_object_and_fingerprint() -> None:
    run = _run()
    result = next(item for item in run["results"] if "relatedLocations" in item)
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "kubernetes/ingress_tls"
    assert result["level"] == "error"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "k8s/graphql-gateway/ingress.yaml", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 8, "startColumn": 3},
            },
            "logicalLocations": [
                {"name": "graphql-gateway", "fullyQualifiedName": "Ingress/nova/graphql-gateway", "kind": "object"}
            ],
        }
    ]
    related = result["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "k8s/overlays/prod/kustomization.yaml"
    assert result["partialFingerprints"]["novaPolicy/v1"] == SAMPLE.findings[1].fingerprint


def test_what_is_waived_or_of_the_baseline_is_suppressed() -> None:
    suppressed = [
        result["suppressions"][0]["justification"] for result in _run()["results"] if "suppressions" in result
    ]
    assert suppressed == ["waived in this repository", "known since the baseline was taken"]


def test_an_incomplete_run_was_not_successful_and_says_why() -> None:
    (invocation,) = _run(INCOMPLETE)["invocations"]
    assert invocation["executionSuccessful"] is False
    first, second = invocation["toolExecutionNotifications"]
    assert first["descriptor"]["id"] == "NOVA-Y07"
    assert first["locations"][0]["physicalLocation"]["region"]["startLine"] == 7
    assert "locations" not in second
    assert _run()["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


@pytest.mark.parametrize(
    ("path", "uri"),
    [("a b/ü.yaml", "a%20b/%C3%BC.yaml"), ("c:x%.yaml", "c%3Ax%25.yaml"), ("\udcff#?.yaml", "%FF%23%3F.yaml")],
)
def test_paths_are_relative_and_encoded(path: str, uri: str) -> None:
    report = replace(SAMPLE, findings=(finding("kubernetes/ingress_tls", path, 1, "x"),))
    (result,) = _run(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_names_do_not_become_links() -> None:
    (result,) = _run(hostile("[x](http://evil.example)"))["results"]
    assert "](" not in result["message"]["text"]


def test_of_more_results_than_github_takes_the_worst_are_kept_and_the_rest_counted() -> None:
    low = [finding("workflow/pinned_actions", f"{n}.yml", 1, "x") for n in range(25_001)]
    report = replace(SAMPLE, findings=(*low, finding("kubernetes/ingress_tls", "z.yaml", 1, "x")))
    run = _run(report)
    assert len(run["results"]) == 25_000
    assert run["results"][0]["ruleId"] == "kubernetes/ingress_tls"
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith("2 of 25002 results were left out")


def test_more_results_than_github_shows_are_announced() -> None:
    def notices(number: int) -> list[str]:
        many = tuple(finding("workflow/pinned_actions", f"{n}.yml", 1, "x") for n in range(number))
        (invocation,) = _run(replace(SAMPLE, findings=many))["invocations"]
        return [item["message"]["text"] for item in invocation["toolExecutionNotifications"]]

    assert notices(5_000) == []
    assert notices(5_001) == ["GitHub shows 5000 of these 5001 results, the worst"]


def test_a_result_has_no_more_places_than_github_takes() -> None:
    places = tuple(Location("a.yaml", line) for line in range(1, 1500))
    report = replace(SAMPLE, findings=(finding("kubernetes/ingress_tls", "z.yaml", 1, "x", related_locations=places),))
    (result,) = _run(report)["results"]
    assert len(result["relatedLocations"]) + len(result["locations"]) == 1000


def test_every_severity_has_a_level() -> None:
    by_severity = {
        rule["properties"]["tags"][2]: rule["defaultConfiguration"]["level"]
        for rule in _run()["tool"]["driver"]["rules"]
    }
    assert by_severity[f"severity/{Severity.LOW}"] == "note"
    assert by_severity[f"severity/{Severity.MEDIUM}"] == "warning"
    assert by_severity[f"severity/{Severity.HIGH}"] == "error"
