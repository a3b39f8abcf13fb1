"""The examples: the model shows its findings, each at its line; the fixed twin shows none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from nova_policy.assess.report import Report
from nova_policy.bundle.load import load_bundle
from nova_policy.config import Configuration
from nova_policy.engines.wasm import WasmEngine
from nova_policy.run import Judge, examine

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED = Path(__file__).parent / "golden" / "examples-nova.txt"
REFRESH = "NOVA_POLICY_REFRESH"
NOT_SHOWN = {
    "project/alerting_rules": "no alert rules at all; the model has some, which other findings need",
    "project/coverage_trend": "no upload of coverage; the model has one that fails silently",
    "project/dependency_scan": "no scan of dependencies; the model has one that cannot fail",
    "project/separate_environments": "one environment only; the model has overlays that do not build and copies",
}
"""Policies whose finding rules out another one's, and why; their cases show them."""


@pytest.fixture(scope="module")
def judge() -> Judge:
    bundle = load_bundle()
    return Judge(WasmEngine(bundle.module), bundle, bundle.catalogue)


def report_on(example: str, judge: Judge) -> Report:
    return examine(EXAMPLES / example, lambda: judge, Configuration()).report


def test_the_model_shows_its_findings_each_at_its_line(judge: Judge) -> None:
    report = report_on("nova", judge)
    assert report.complete
    found = "".join(f"{f.location.path}:{f.location.line} {f.policy}\n" for f in report.findings)
    if REFRESH in os.environ:
        EXPECTED.write_text(found, "utf-8")
    assert found == EXPECTED.read_text("utf-8")


def test_every_policy_is_shown_by_the_model(judge: Judge) -> None:
    shown = {line.split()[1] for line in EXPECTED.read_text("utf-8").splitlines()}
    assert sorted(set(judge.catalogue.policies) - shown) == sorted(NOT_SHOWN)


def test_the_fixed_twin_shows_none(judge: Judge) -> None:
    report = report_on("nova-fixed", judge)
    assert report.complete
    assert [f"{finding.location} {finding.policy}" for finding in report.findings] == []


def test_the_hours_of_the_model_are_the_reports(judge: Judge) -> None:
    summary = report_on("nova", judge).to_json()["summary"]
    assert isinstance(summary, dict)
    assert summary["total_hours"] == 64
