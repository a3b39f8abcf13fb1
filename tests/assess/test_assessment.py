from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment, validate

Change = Callable[[dict[str, Any]], object]


def _entry(document: dict[str, Any], key: str) -> dict[str, Any]:
    """The first ledger entry that holds *key*."""
    found: dict[str, Any] = next(item for item in document["findings"] if key in item)
    return found


def test_the_schema_accepts_the_assessment(document: dict[str, Any]) -> None:
    assert validate(document) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda it: it.update(notes="x"), id="unknown part"),
        pytest.param(lambda it: it.pop("roadmap"), id="missing part"),
        pytest.param(lambda it: _entry(it, "decided_by").update(owner="x"), id="unknown key of a finding"),
        pytest.param(lambda it: _entry(it, "decided_by").pop("decided_by"), id="finding that nothing settles"),
        pytest.param(
            lambda it: _entry(it, "decided_by").update(undecidable={"reason": "It is hard.", "nearest": None}),
            id="finding settled twice",
        ),
        pytest.param(lambda it: _entry(it, "decided_by").update(decided_by=["ingress_tls"]), id="policy without room"),
        pytest.param(lambda it: _entry(it, "decided_by").update(claim_kind="quantity"), id="kind does not fit"),
        pytest.param(lambda it: _entry(it, "undecidable").update(claim_kind="absent"), id="judgement called a fact"),
        pytest.param(lambda it: _entry(it, "measured_as").pop("claimed"), id="measured against nothing"),
        pytest.param(lambda it: _entry(it, "measured_as").update(otherwise="It is so."), id="otherwise of a figure"),
        pytest.param(lambda it: _entry(it, "decided_by").update(lines=[]), id="finding without a line"),
        pytest.param(lambda it: it["recommendations"][0]["effort"].update(line=None), id="report's hours without line"),
        pytest.param(lambda it: it["recommendations"][0]["effort"].update(source="estimate"), id="estimate no reason"),
        pytest.param(lambda it: it["recommendations"][0]["effort"].update(source="none"), id="hours of nobody"),
        pytest.param(lambda it: it["recommendations"][0].update(priority="P4"), id="unknown priority"),
        pytest.param(lambda it: it["success_metrics"][0].update(measured_by=None), id="unmeasured without reason"),
        pytest.param(lambda it: it["capabilities"][0].update(score=101), id="score beyond the scale"),
    ],
)
def test_the_schema_refuses(document: dict[str, Any], change: Change) -> None:
    change(document)
    assert validate(document)


def test_what_the_schema_refuses_is_named_with_its_path(document: dict[str, Any]) -> None:
    document["capabilities"][2]["score"] = -1
    assert validate(document) == ["capabilities/2/score: -1 is less than the minimum of 0"]
    assert validate([]) == ["document: [] is not of type 'object'"]


def test_the_average_is_computed_and_not_the_stated_one(assessment: Assessment) -> None:
    assert round(assessment.average_score, 2) == 39.09
    assert assessment.stated.average.value == 42


@pytest.mark.parametrize(
    ("score", "level"), [(0, 1), (20, 1), (20.5, 1), (21, 2), (39.09, 2), (42, 3), (61, 4), (85, 5), (100, 5)]
)
def test_levels_follow_the_reports_own_scale(assessment: Assessment, score: float, level: int) -> None:
    assert assessment.level_of(score).level == level


@pytest.mark.parametrize("score", [-0.1, 100.1])
def test_a_score_beyond_the_scale_has_no_level(assessment: Assessment, score: float) -> None:
    with pytest.raises(ValueError, match="not on the report's scale"):
        assessment.level_of(score)


def test_parts_are_found_by_their_ids(assessment: Assessment) -> None:
    assert assessment.section("3.1.1").title == "cert-manager Configuration"
    assert assessment.recommendation("P0-4").title == "Enable TLS/Certificate Management"
    assert assessment.capability("disaster-recovery").score == 40


@pytest.mark.parametrize("lookup", ["section", "recommendation", "capability"])
def test_an_unknown_id_is_an_error(assessment: Assessment, lookup: str) -> None:
    with pytest.raises(KeyError):
        getattr(assessment, lookup)("unknown")
