"""The figures of examples/nova: those of the assessment where it is right, and the same in every format."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml

from nova_policy.assess.report import Report
from nova_policy.bundle.load import load_bundle
from nova_policy.config import Configuration
from nova_policy.engines.wasm import WasmEngine
from nova_policy.report.formats import FORMATS, Context
from nova_policy.run import Judge, examine

EXAMPLE = Path(__file__).parents[2] / "examples" / "nova"
PLAIN = Context(lambda _path: [], verbosity=1)


@pytest.fixture(scope="module")
def report() -> Report:
    bundle = load_bundle()
    judge = Judge(WasmEngine(bundle.module), bundle, bundle.catalogue)
    return examine(EXAMPLE, lambda: judge, Configuration()).report


@pytest.fixture(scope="module")
def value(report: Report) -> Any:
    return json.loads(shown("json", report))


def shown(name: str, report: Report) -> str:
    content = FORMATS[name](report, PLAIN)
    return content.decode() if isinstance(content, bytes) else content


def test_totals_are_the_assessments_where_it_is_right(value: Any) -> None:
    summary = value["summary"]
    assert {name: part["total"] for name, part in summary["hours_by_priority"].items()} == {
        "P0": 11,
        "P1": 30,
        "P2": 23,
    }
    assert summary["total_hours"] == 64
    stated = [item for item in value["recommendations"] if item["effort_source"] == "report"]
    assert sum(item["effort_hours"] for item in stated) == 64
    assert sum(item["remaining_hours"] for item in stated) == summary["remaining_hours"]
    assert sum(stage["remaining_hours"] for stage in value["roadmap"]) == summary["remaining_hours"]
    assert sum(stage["remaining_estimate_hours"] for stage in value["roadmap"]) == summary["remaining_estimate_hours"]


def test_where_it_is_wrong_both_figures_are_shown(report: Report, value: Any) -> None:
    wrong = {item["claim"]: (item["stated"], item["computed"]) for item in value["contradictions"]}
    assert wrong["average maturity score"] == ("42", "39.1")
    assert wrong["level of 42 points"] == ("Level 2", "Level 3")
    assert wrong["level of 85 points"] == ("Level 4", "Level 5")
    claims = FORMATS["text"](report, Context(lambda _path: [], claims=True))
    page = FORMATS["markdown"](report, Context(lambda _path: [], claims=True))
    assert "average maturity score: 42, but 39.1" in str(claims)
    assert "| average maturity score | 42 | 39.1 |" in str(page)


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_people_read_the_figures_of_the_json(name: str, report: Report, value: Any) -> None:
    summary, text = value["summary"], shown(name, report)
    rows = {priority: (part["remaining"], part["total"]) for priority, part in summary["hours_by_priority"].items()}
    rows["in all"] = (summary["remaining_hours"], summary["total_hours"])
    for label, (left, total) in rows.items():
        assert re.search(rf"\b{label}\b[ |]+{left:g} of {total:g} h\b", text), label
    assert f"~{summary['remaining_estimate_hours']:g} of ~{summary['estimate_hours']:g} h" in text
    assert f"~{summary['remaining_observed_hours']:g} h" in text
    assert f"{summary['score']:.1f} of 100 points" in text
    counts = ", ".join(f"{number} {name}" for name, number in summary["findings_by_severity"].items() if number)
    assert f"{len(value['findings'])} open findings: {counts}" in text


def test_every_format_that_lists_all_has_as_many_findings(report: Report, value: Any) -> None:
    number = len(value["findings"])
    assert len(json.loads(shown("sarif", report))["runs"][0]["results"]) == number
    assert len(json.loads(shown("gitlab", report))) == number
    assert len(json.loads(shown("sonarqube", report))["issues"]) == number
    assert JUnitXml.fromstring(shown("junit", report).encode()).failures == number
    assert len(re.findall(r"(?m)^\S+:\d+:\d+  (?:blocker|high|medium|low) ", shown("text", report))) == number
    annotated = shown("github", report).splitlines()
    more = re.search(r"; (\d+) more are not annotated", annotated[-1])
    assert more
    assert len(annotated) - 1 + int(more[1]) == number


def test_sonarqube_adds_up_to_the_hours_that_findings_stand_for(report: Report, value: Any) -> None:
    minutes = sum(issue.get("effortMinutes", 0) for issue in json.loads(shown("sonarqube", report))["issues"])
    named = {finding["recommendation"] for finding in value["findings"]}
    left = sum(item["remaining_hours"] or 0 for item in value["recommendations"] if item["id"] in named)
    assert minutes == 60 * (left + value["summary"]["remaining_observed_hours"])


def test_markdown_has_recommendations_steps_stages_metrics_and_capabilities_as_the_json(
    report: Report, value: Any
) -> None:
    text = re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), shown("markdown", report)).replace("<!---->", "")
    for item in value["recommendations"]:
        assert f"- **{item['id']}** {item['title']}: {item['status']}, " in text
        for step in item["steps"]:
            assert f"  - {step['status']}: {step['title']}" in text
    for stage in value["roadmap"]:
        assert f"| {stage['title']} | {', '.join(stage['open'])} |" in text
    for metric in value["success_metrics"]:
        assert f"| {metric['metric']} | {metric['current']} | {metric['target']} by {metric['timeline']} |" in text
    for capability in value["capabilities"]:
        assert f"| {capability['title']} | {capability['score']:.1f} of {capability['target']:g} |" in text
