from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Evidence, Progress, RecommendationEffort, efforts
from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Finding, Location, Severity, Status

DATA = Path(__file__).parents[2] / "policies" / "assessment" / "data.yaml"
ASSESSMENT = Assessment.from_json(yaml.load(DATA.read_bytes(), yaml.CSafeLoader))
POLICIES = sorted({policy for entry in ASSESSMENT.findings for policy in entry.policies})

ALL = [f"room/{name}" for name in ("one", "two", "three", "four", "five", "more")]

_some_policies = st.frozensets(st.sampled_from(POLICIES))


def _finding(policy: str, status: Status = Status.OPEN) -> Finding:
    return Finding(
        policy=policy,
        severity=Severity.HIGH,
        message="it is so",
        location=Location("a.yaml", 1),
        related_locations=(),
        object=None,
        environments=(),
        section=None,
        recommendation=None,
        capability="build-automation",
        status=status,
        fingerprint="0",
    )


def _denied(*policies: str) -> Evidence:
    """All policies were asked, and *policies* denied once each."""
    return Evidence.of([_finding(policy) for policy in policies], ALL)


def _of(small: dict[str, Any], name: str, evidence: Evidence) -> RecommendationEffort:
    parts = efforts(Assessment.from_json(small), evidence)
    return next(part for part in parts if part.recommendation.id == name)


def test_hours_are_counted_once_however_many_findings_there_are(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", Evidence.of([_finding("room/three")] * 9, ALL))
    assert (part.open_findings, part.hours, part.remaining_hours) == (9, 6, 3)


def test_everything_denied_leaves_all_hours(small: dict[str, Any]) -> None:
    parts = efforts(Assessment.from_json(small), _denied(*ALL))
    assert [(part.progress, part.hours, part.remaining_hours) for part in parts] == [
        (Progress.OPEN, 6, 6),
        (Progress.OPEN, 4, 4),
        (Progress.OPEN, None, None),
    ]


def test_nothing_denied_leaves_no_hours(small: dict[str, Any]) -> None:
    parts = efforts(Assessment.from_json(small), _denied())
    assert [(part.progress, part.hours, part.remaining_hours) for part in parts] == [
        (Progress.DONE, 6, 0),
        (Progress.DONE, 4, 0),
        (Progress.DONE, None, None),
    ]


def test_hours_are_shared_by_steps_and_by_findings_within_a_step(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", _denied("room/two"))
    assert [(step.id, step.left, step.progress) for step in part.steps] == [
        ("first", Fraction(1, 2), Progress.PARTLY),
        ("second", Fraction(0), Progress.DONE),
        ("vague", Fraction(0), Progress.NOT_ASSESSED),
    ]
    assert (part.progress, part.remaining_hours) == (Progress.PARTLY, 1.5)


def test_a_policy_of_two_findings_keeps_both_open(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", _denied("room/one"))
    assert (part.open_findings, part.remaining_hours) == (1, 3)


def test_steps_that_no_policy_can_tell_about_share_in_nothing(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", _denied("room/one", "room/three"))
    assert (part.progress, part.remaining_hours) == (Progress.OPEN, 6)


def test_policies_of_the_same_concern_keep_a_step_open(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", _denied("room/more"))
    assert (part.progress, part.remaining_hours) == (Progress.PARTLY, 1.5)


def test_the_nearest_policy_keeps_a_step_open_where_nothing_decides(small: dict[str, Any]) -> None:
    assert _of(small, "fix", _denied("room/four")).progress is Progress.OPEN


def test_what_remains_is_rounded_up_to_quarters_and_never_beyond_the_whole(small: dict[str, Any]) -> None:
    small["recommendations"][0]["effort"]["hours"] = 1.1
    assert _of(small, "P1-1", _denied("room/three")).remaining_hours == 0.75
    assert _of(small, "P1-1", _denied(*ALL)).remaining_hours == 1.1


def test_what_nobody_looked_at_is_not_done(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", Evidence.of([], {"room/four", "room/five"}))
    assert (part.progress, part.remaining_hours) == (Progress.NOT_ASSESSED, 6)


def test_what_had_nothing_to_judge_beside_judged_work_is_no_work(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", Evidence.of([], {"room/three"}))
    assert (part.progress, part.remaining_hours) == (Progress.DONE, 0)


def test_a_policy_that_gave_no_answer_leaves_its_work_open(small: dict[str, Any]) -> None:
    part = _of(small, "P1-1", Evidence.of([], ALL, {"room/three"}))
    assert (part.progress, part.remaining_hours) == (Progress.PARTLY, 3)


def test_a_denial_counts_even_if_its_policy_also_failed_to_answer(small: dict[str, Any]) -> None:
    evidence = Evidence.of([_finding("room/four")], {"room/four"}, {"room/four"})
    assert _of(small, "fix", evidence).progress is Progress.OPEN


@pytest.mark.parametrize("status", [Status.WAIVED, Status.BASELINE])
def test_what_is_waived_or_known_is_not_open_but_not_done_either(small: dict[str, Any], status: Status) -> None:
    part = _of(small, "fix", Evidence.of([_finding("room/four", status)], ALL))
    assert (part.open_findings, part.progress, part.remaining_hours) == (0, Progress.OPEN, 4)


def test_each_recommendation_keeps_the_source_of_its_hours(small: dict[str, Any]) -> None:
    parts = efforts(Assessment.from_json(small), _denied("room/three", "room/four", "room/five"))
    assert [(part.recommendation.effort.source, part.hours, part.remaining_hours) for part in parts] == [
        (EffortSource.REPORT, 6, 3),
        (EffortSource.ESTIMATE, 4, 4),
        (EffortSource.NONE, None, None),
    ]


@given(denied=_some_policies, applied=_some_policies, unanswered=_some_policies)
def test_what_remains_is_never_more_than_the_whole(
    denied: frozenset[str], applied: frozenset[str], unanswered: frozenset[str]
) -> None:
    evidence = Evidence.of(map(_finding, denied), denied | applied | unanswered, unanswered)
    for part in efforts(ASSESSMENT, evidence):
        assert part.hours is None or 0 <= (part.remaining_hours or 0) <= part.hours
        assert (part.remaining_hours == 0) == (part.progress is Progress.DONE) or part.hours is None


@given(denied=_some_policies, fixed=_some_policies, applied=_some_policies)
def test_fixing_never_raises_what_remains(
    denied: frozenset[str], fixed: frozenset[str], applied: frozenset[str]
) -> None:
    asked = denied | applied
    before = efforts(ASSESSMENT, Evidence.of(map(_finding, denied), asked))
    after = efforts(ASSESSMENT, Evidence.of(map(_finding, denied - fixed), asked))
    for old, new in zip(before, after, strict=True):
        assert (new.remaining_hours or 0) <= (old.remaining_hours or 0)
        assert new.open_findings <= old.open_findings


@given(denied=st.lists(st.sampled_from(POLICIES)), data=st.data())
def test_the_order_of_findings_does_not_matter(denied: list[str], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(denied))
    results = [efforts(ASSESSMENT, Evidence.of(map(_finding, order), POLICIES)) for order in (denied, shuffled)]
    assert results[0] == results[1]
