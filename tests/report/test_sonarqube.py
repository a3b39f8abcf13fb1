from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.sonarqube import render
from tests.report.sample import HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources

_QUALITIES = {"SECURITY", "RELIABILITY", "MAINTAINABILITY"}
_TYPES = {"BUG", "VULNERABILITY", "CODE_SMELL"}
_ATTRIBUTES = {
    *("CONVENTIONAL", "FORMATTED", "IDENTIFIABLE", "CLEAR", "COMPLETE", "EFFICIENT", "LOGICAL", "DISTINCT", "FOCUSED"),
    *("MODULAR", "TESTED", "LAWFUL", "RESPECTFUL", "TRUSTWORTHY"),
}
_SEVERITIES = {"BLOCKER", "CRITICAL", "MAJOR", "MINOR", "INFO"}


def _value(report: Report = SAMPLE) -> Any:
    return json.loads(render(report, Context(sources)))


@pytest.mark.parametrize("report", [SAMPLE, INCOMPLETE, *map(hostile, HOSTILE_TEXTS)])
def test_it_has_what_sonarqubes_importer_requires(report: Report) -> None:
    value = _value(report)
    rules = {rule["id"]: rule for rule in value["rules"]}
    assert len(rules) == len(value["rules"])
    for rule in value["rules"]:
        assert rule["engineId"] == "nova-policy"
        assert rule["name"]
        assert rule["type"] in _TYPES
        assert rule["cleanCodeAttribute"] in _ATTRIBUTES
        assert rule["severity"] in _SEVERITIES
        assert {impact["softwareQuality"] for impact in rule["impacts"]} <= _QUALITIES
        assert {impact["severity"] for impact in rule["impacts"]} <= {"HIGH", "MEDIUM", "LOW"}
    for issue in value["issues"]:
        assert issue["ruleId"] in rules
        for place in (issue["primaryLocation"], *issue.get("secondaryLocations", ())):
            assert place["message"].isprintable()
            assert place["filePath"].isprintable()
            assert place["textRange"]["startLine"] >= 1


def test_effort_stands_on_the_first_finding_of_a_recommendation_only() -> None:
    more = tuple(finding("kubernetes/ingress_tls", f"{n}.yaml", 1, "x") for n in range(3))
    unplaced = tuple(finding("workflow/pinned_actions", f"{n}.yml", 1, "x") for n in range(3))
    report = replace(SAMPLE, findings=(*SAMPLE.findings, *more, *unplaced))
    efforts = [
        (issue["ruleId"], issue["effortMinutes"]) for issue in _value(report)["issues"] if "effortMinutes" in issue
    ]
    assert efforts == [
        ("workflow/pinned_actions", 30),
        ("kubernetes/ingress_tls", 120),
        ("kubernetes/literal_secret", 120),
    ]


def test_only_open_findings_are_issues() -> None:
    assert len(_value()["issues"]) == 3


def test_what_could_not_be_judged_is_an_issue_of_its_own_rule() -> None:
    value = _value(INCOMPLETE)
    places = [issue["primaryLocation"] for issue in value["issues"] if issue["ruleId"] == "nova-policy/incomplete"]
    assert [place["filePath"] for place in places] == ["k8s/broken.yaml", "."]
    assert places[0]["message"] == "INCOMPLETE NOVA-Y07: a tab indents this line; use spaces"
    assert "nova-policy/incomplete" not in {rule["id"] for rule in _value()["rules"]}
