from __future__ import annotations

from dataclasses import replace

import pytest
from defusedxml import ElementTree
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase, TestSuite

from nova_policy.assess.report import Report
from nova_policy.assess.score import HeldBack, Reason
from nova_policy.report.formats import Context
from nova_policy.report.junit import render
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, hostile, sources


def _read(report: Report = SAMPLE) -> dict[str, TestSuite]:
    return {suite.name: suite for suite in JUnitXml.fromstring(render(report, Context(sources)))}


def _kinds(suite: TestSuite) -> list[list[type]]:
    return [[type(result) for result in case.result] for case in suite]


def test_each_open_finding_is_a_failure_and_others_are_skipped() -> None:
    suite = _read()["kubernetes/ingress_tls"]
    assert _kinds(suite) == [[Failure], [Skipped]]
    case: TestCase = next(iter(suite))
    assert case.name == 'k8s/graphql-gateway/ingress.yaml:8:3: Ingress "graphql-gateway" serves its hosts without TLS'
    assert case.result[0].type == "blocker"
    assert "§3, P0-4, 2 h" in case.result[0].text


def test_a_policy_without_findings_passes_only_when_it_judged_something() -> None:
    suites = _read(CLEAN)
    assert _kinds(suites["kubernetes/ingress_tls"]) == [[]]
    assert _kinds(suites["dockerfile/non_root"]) == [[Skipped]]


def test_a_policy_without_an_answer_has_not_passed() -> None:
    silent = replace(SAMPLE.capabilities[0], held_back=(HeldBack("kubernetes/ingress_tls", 15, Reason.NOT_EVALUATED),))
    report = replace(INCOMPLETE, findings=(), capabilities=(silent, SAMPLE.capabilities[1]))
    assert _kinds(_read(report)["kubernetes/ingress_tls"]) == [[Error]]


def test_what_could_not_be_judged_is_an_error() -> None:
    suite = _read(INCOMPLETE)["not assessed"]
    assert _kinds(suite) == [[Error], [Error]]
    assert "not assessed" not in _read()


def test_counts_are_those_of_what_is_there() -> None:
    root = JUnitXml.fromstring(render(INCOMPLETE, Context(sources)))
    assert (root.tests, root.failures, root.errors, root.skipped) == (8, 3, 2, 3)
    cases = [kinds for suite in root for kinds in _kinds(suite)]
    assert (len(cases), cases.count([Failure]), cases.count([Error]), cases.count([Skipped])) == (8, 3, 2, 3)
    assert [suite.tests for suite in root] == [len(list(suite)) for suite in root]


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_are_text_and_nothing_else(text: str) -> None:
    plain = ElementTree.fromstring(render(hostile("plain"), Context(sources)))
    attacked = ElementTree.fromstring(render(hostile(text), Context(sources)))
    assert [element.tag for element in attacked.iter()] == [element.tag for element in plain.iter()]
