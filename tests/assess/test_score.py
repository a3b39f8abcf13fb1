from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Evidence
from nova_policy.assess.score import WEIGHTS, CapabilityScore, HeldBack, Reason, capability_scores, overall_score
from nova_policy.bundle.catalogue import Policy
from nova_policy.model import Severity
from tests.assess.conftest import SMALL as SMALL_DOCUMENT

SMALL = Assessment.from_json(yaml.safe_load(SMALL_DOCUMENT))


def _policy(name: str, severity: Severity, capability: str, origin: str = "report") -> Policy:
    return Policy(name, "", "", severity, None, None, capability, origin, "", (), (), ())


POLICIES = (
    _policy("room/one", Severity.BLOCKER, "building"),
    _policy("room/two", Severity.HIGH, "building"),
    _policy("room/three", Severity.MEDIUM, "building"),
    _policy("room/four", Severity.LOW, "testing", "observed"),
    _policy("room/five", Severity.HIGH, "testing"),
    _policy("custom/deny", Severity.BLOCKER, "testing", "custom"),
)
IDS = tuple(policy.id for policy in POLICIES)
_some = st.frozensets(st.sampled_from(IDS))


def _evidence(denied: frozenset[str], applied: frozenset[str], unanswered: frozenset[str] = frozenset()) -> Evidence:
    return Evidence(denied, {}, applied | denied, unanswered)


def _scores(small: dict[str, Any], *denied: str, unanswered: tuple[str, ...] = ()) -> dict[str, CapabilityScore]:
    evidence = _evidence(frozenset(denied), frozenset(IDS), frozenset(unanswered))
    return {item.id: item for item in capability_scores(Assessment.from_json(small), POLICIES, evidence)}


def test_all_fixed_reaches_the_reports_target(small: dict[str, Any]) -> None:
    assert [item.score for item in _scores(small).values()] == [80, 80]
    assert overall_score(_scores(small).values()) == 80


def test_nothing_fixed_stays_where_the_report_put_it(small: dict[str, Any]) -> None:
    assert [(item.score, item.assessed) for item in _scores(small, *IDS).values()] == [(20, 20), (40, 40)]


def test_a_policy_holds_back_as_much_as_its_severity_weighs(small: dict[str, Any]) -> None:
    building = _scores(small, "room/two", "room/three")["building"]
    assert building.score == round(80 - 60 * 6 / 14, 2)
    assert building.held_back == (
        HeldBack("room/two", 17.14, Reason.OPEN),
        HeldBack("room/three", 8.57, Reason.OPEN),
    )


def test_what_gave_no_answer_holds_back_and_is_named(small: dict[str, Any]) -> None:
    testing = _scores(small, unanswered=("room/five",))["testing"]
    assert (testing.score, testing.held_back) == (48, (HeldBack("room/five", 32, Reason.NOT_EVALUATED),))


def test_the_users_own_policies_leave_the_assessments_score_alone(small: dict[str, Any]) -> None:
    assert _scores(small, "custom/deny") == _scores(small)


def test_a_capability_of_which_nothing_was_judged_keeps_its_score(small: dict[str, Any]) -> None:
    evidence = Evidence(frozenset(), {}, frozenset({"room/four"}))
    building, testing = capability_scores(Assessment.from_json(small), POLICIES, evidence)
    assert (building.score, building.judged) == (20, 0)
    assert (testing.score, testing.judged) == (80, 1)


def test_worse_weighs_more() -> None:
    weights = [WEIGHTS[severity] for severity in Severity]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


@given(denied=_some, applied=_some, unanswered=_some)
def test_every_point_to_the_target_is_explained(
    denied: frozenset[str], applied: frozenset[str], unanswered: frozenset[str]
) -> None:
    for item in capability_scores(SMALL, POLICIES, _evidence(denied, applied, unanswered)):
        missing = item.target - item.score
        assert item.assessed <= item.score <= item.target
        if item.judged:
            assert sum(held.points for held in item.held_back) == pytest.approx(missing, abs=0.05)


@given(denied=_some, fixed=_some, applied=_some, unanswered=_some, answered=_some)
def test_fixing_and_answering_never_lower_a_score(
    denied: frozenset[str],
    fixed: frozenset[str],
    applied: frozenset[str],
    unanswered: frozenset[str],
    answered: frozenset[str],
) -> None:
    asked = denied | applied | unanswered
    before = capability_scores(SMALL, POLICIES, _evidence(denied, asked, unanswered))
    after = capability_scores(SMALL, POLICIES, _evidence(denied - fixed, asked, unanswered - answered))
    assert all(new.score >= old.score for old, new in zip(before, after, strict=True))


@given(denied=_some, removed=_some, applied=_some)
def test_removing_what_was_denied_never_lowers_a_score(
    denied: frozenset[str], removed: frozenset[str], applied: frozenset[str]
) -> None:
    gone = denied & removed
    before = capability_scores(SMALL, POLICIES, _evidence(denied, applied))
    after = capability_scores(SMALL, POLICIES, _evidence(denied - gone, applied - gone))
    for old, new in zip(before, after, strict=True):
        assert new.score >= old.score or new.judged == 0


@given(order=st.permutations(POLICIES), denied=_some)
def test_the_order_of_policies_does_not_matter(order: list[Policy], denied: frozenset[str]) -> None:
    evidence = _evidence(denied, frozenset(IDS))
    assert capability_scores(SMALL, order, evidence) == capability_scores(SMALL, POLICIES, evidence)
