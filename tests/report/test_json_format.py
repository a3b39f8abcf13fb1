from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from nova_policy.errors import UsageError
from nova_policy.report.formats import FORMATS, Context
from nova_policy.report.json_format import parse, render, schema
from tests.report.sample import HOSTILE_TEXTS, INCOMPLETE, SAMPLE, hostile, sources

CONTEXT = Context(sources)


def _value(report: Any = SAMPLE) -> Any:
    return json.loads(render(report, CONTEXT))


@pytest.mark.parametrize("report", [SAMPLE, INCOMPLETE, *map(hostile, HOSTILE_TEXTS)])
def test_a_report_conforms_to_its_schema_and_comes_back_as_it_went(report: Any) -> None:
    text = render(report, CONTEXT)
    Draft202012Validator.check_schema(schema())
    assert list(Draft202012Validator(schema()).iter_errors(json.loads(text))) == []
    assert parse(text, "a.json") == report


def test_the_summary_has_the_figures_of_the_report() -> None:
    assert _value()["summary"] == {
        "findings_by_severity": {"blocker": 1, "high": 1, "medium": 0, "low": 1},
        "findings_by_status": {"open": 3, "waived": 1, "baseline": 1},
        "total_hours": 14,
        "remaining_hours": 4,
        "hours_by_priority": {"P0": {"total": 6, "remaining": 4}, "P1": {"total": 8, "remaining": 0}},
        "estimate_hours": 6,
        "remaining_estimate_hours": 6,
        "remaining_observed_hours": 0.5,
        "score": 45,
        "score_is_upper_bound": False,
        "target_score": 85,
        "assessed_score": 45,
        "documents": 12,
        "pairs": 30,
        "policies": 4,
        "files": 40,
        "environments": ["prod", "staging"],
    }


def test_problems_keep_their_places_and_make_the_report_incomplete() -> None:
    value = _value(INCOMPLETE)
    assert (value["complete"], value["summary"]["score_is_upper_bound"]) == (False, True)
    assert value["not_assessed"][0] == {
        "what": "k8s/broken.yaml:7:1: a tab indents this line",
        "reason": "NOVA-Y07: use spaces",
        "code": "NOVA-Y07",
        "detail": "a tab indents this line",
        "remedy": "use spaces",
        "location": {"path": "k8s/broken.yaml", "line": 7, "column": 1},
        "exit_code": 4,
    }
    assert _value()["complete"] is True


def test_policies_without_anything_to_judge_stand_apart_from_problems() -> None:
    value = _value()
    assert value["not_applicable"] == ["dockerfile/non_root"]
    assert value["not_assessed"] == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "not a JSON report"),
        ("[]", "is not of type 'object'"),
        ('{"schema_version": 2}', "schema_version 2; this program reads 1"),
        ('{"schema_version": 1}', "required property"),
        ("[" * 200_000, "not a JSON report"),
    ],
)
def test_what_is_no_report_is_refused_by_name(text: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=r"^a\.json: ") as caught:
        parse(text, "a.json")
    assert complaint in str(caught.value)


def test_a_fault_is_named_by_its_place() -> None:
    value = _value()
    value["findings"][1]["severity"] = "dire"
    with pytest.raises(UsageError, match="findings/1/severity"):
        parse(json.dumps(value), "a.json")


def _nodes(value: Any) -> list[tuple[Any, Any]]:
    """All (container, key) pairs of a document."""
    if isinstance(value, dict):
        return [(value, key) for key in value] + [node for item in value.values() for node in _nodes(item)]
    if isinstance(value, list):
        return [(value, index) for index in range(len(value))] + [node for item in value for node in _nodes(item)]
    return []


_ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=3),
    st.just([]),
    st.just({}),
    st.just(10**400),
)


@given(data=st.data(), odd=_ODD)
def test_a_document_with_one_odd_value_is_refused_by_name_or_can_be_shown(data: st.DataObject, odd: object) -> None:
    value = _value(INCOMPLETE)
    container, key = data.draw(st.sampled_from(_nodes(value)))
    container[key] = odd
    try:
        report = parse(json.dumps(value), "a.json")
    except UsageError as error:
        assert str(error).startswith("a.json: ")  # noqa: PT017
        return
    for name in FORMATS:
        FORMATS[name](report, CONTEXT)


def test_other_findings_give_another_document() -> None:
    assert render(SAMPLE, CONTEXT) != render(replace(SAMPLE, findings=SAMPLE.findings[1:]), CONTEXT)
