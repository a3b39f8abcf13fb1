"""Every policy on files as they occur: a bad case yields exactly its findings, a good case none."""

from __future__ import annotations

from functools import cache

import pytest

from nova_policy.assess.mapping import findings_from
from nova_policy.bundle.load import Bundle, load_bundle
from nova_policy.engines.judge import judge
from nova_policy.engines.wasm import WasmEngine
from tests.cases_support import CASES, Case, all_cases


@cache
def bundle() -> Bundle:
    return load_bundle()


@cache
def wasm() -> WasmEngine:
    return WasmEngine(bundle().module)


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_a_case_yields_exactly_its_findings(case: Case) -> None:
    project = case.collect()
    assert [str(problem) for problem in project.problems] == []
    judgement = judge(project, bundle().catalogue, wasm(), {})
    assert judgement.problems == ()
    assert case.policy in judgement.applied, "the case holds nothing that the policy looks at"
    found = findings_from(judgement.denials, bundle().catalogue)
    places = sorted((f.location.path, f.location.line) for f in found if f.policy == case.policy)
    assert tuple(places) == case.expected


@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_policy_has_cases(kind: str) -> None:
    without = [policy for policy in bundle().catalogue.policies if not any((CASES / policy / kind).glob("*/"))]
    assert without == []


def test_no_case_is_left_of_a_policy_that_is_gone() -> None:
    assert {case.policy for case in all_cases()} <= set(bundle().catalogue.policies)


def test_bad_cases_expect_something_and_good_ones_nothing() -> None:
    wrong = [case.name for case in all_cases() if bool(case.expected) != ("/bad/" in f"/{case.name}")]
    assert wrong == []
