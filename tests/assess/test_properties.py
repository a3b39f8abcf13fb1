"""What holds for the delivered assessment whatever a run finds: hours, scores, and that they agree with the report."""

from __future__ import annotations

import random
import re
from math import fsum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Evidence, efforts
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.roadmap import stages
from nova_policy.assess.score import WEIGHTS, capability_scores, overall_score
from nova_policy.bundle.load import load_bundle

BUNDLE = load_bundle()
POLICIES = tuple(BUNDLE.catalogue.policies.values())
IDS = tuple(BUNDLE.catalogue.policies)
ASSESSMENT = Assessment.from_json(BUNDLE.data["assessment"])
SCORING = (Path(__file__).parents[2] / "docs" / "scoring.md").read_text("utf-8")
_some = st.frozensets(st.sampled_from(IDS))


def evidence(denied: frozenset[str], unanswered: frozenset[str] = frozenset()) -> Evidence:
    """Everything was asked; *denied* have a finding each."""
    return Evidence(denied, dict.fromkeys(sorted(denied), 1), frozenset(IDS), unanswered)


def hours(found: Evidence, priority: Priority | None = None) -> float:
    parts = [part for part in efforts(ASSESSMENT, found) if part.recommendation.effort.source is EffortSource.REPORT]
    return fsum(
        part.remaining_hours or 0 for part in parts if priority is None or part.recommendation.priority is priority
    )


def score(found: Evidence) -> float:
    return overall_score(capability_scores(ASSESSMENT, POLICIES, found))


def test_with_nothing_done_hours_and_score_are_the_reports() -> None:
    nothing = evidence(frozenset(IDS))
    assert {name.value: hours(nothing, name) for name in Priority} == {"P0": 11, "P1": 30, "P2": 23, "P3": 0, "none": 0}
    assert hours(nothing) == 64
    assert score(nothing) == pytest.approx(ASSESSMENT.average_score, abs=0.01)


def test_with_everything_done_no_hour_is_left_and_the_target_is_reached() -> None:
    everything = evidence(frozenset())
    assert (hours(everything), score(everything)) == (0, ASSESSMENT.stated.target.value)


@given(denied=_some, fixed=_some)
def test_fixing_never_costs_points_or_hours(denied: frozenset[str], fixed: frozenset[str]) -> None:
    before, after = evidence(denied), evidence(denied - fixed)
    assert score(after) >= score(before)
    for was, now in zip(efforts(ASSESSMENT, before), efforts(ASSESSMENT, after), strict=True):
        assert (now.remaining_hours or 0) <= (was.remaining_hours or 0)


@given(denied=_some, unanswered=_some)
def test_no_answer_is_as_bad_as_a_denial(denied: frozenset[str], unanswered: frozenset[str]) -> None:
    silent, open_ = evidence(denied, unanswered), evidence(denied | unanswered)
    assert (score(silent), hours(silent)) == (score(open_), hours(open_))


@given(denied=_some, seed=st.integers())
def test_the_order_of_policies_does_not_matter(denied: frozenset[str], seed: int) -> None:
    shuffled = random.Random(seed).sample(POLICIES, len(POLICIES))
    assert capability_scores(ASSESSMENT, shuffled, evidence(denied)) == capability_scores(
        ASSESSMENT, POLICIES, evidence(denied)
    )


@given(denied=_some)
def test_the_stages_of_the_roadmap_count_each_hour_once(denied: frozenset[str]) -> None:
    parts = efforts(ASSESSMENT, evidence(denied))
    planned = stages(ASSESSMENT, parts)
    assert fsum(stage.remaining_hours for stage in planned) == hours(evidence(denied))
    unfinished = {part.recommendation.id for part in parts if part.remaining_hours}
    assert unfinished <= {name for stage in planned for name in stage.open}


@given(denied=_some)
def test_what_is_left_comes_in_quarters_of_an_hour_and_never_exceeds_the_whole(denied: frozenset[str]) -> None:
    for part in efforts(ASSESSMENT, evidence(denied)):
        left, whole = part.remaining_hours, part.hours
        assert (left is None) == (whole is None)
        if left is not None and whole is not None:
            assert (left * 4 % 1, left <= whole) == (0, True)


def test_the_weights_are_those_of_the_documentation() -> None:
    rows = dict(re.findall(r"^\| (blocker|high|medium|low) \| (\d+) \|$", SCORING, re.MULTILINE))
    assert {name.value: str(weight) for name, weight in WEIGHTS.items()} == rows


@given(denied=_some, unanswered=_some)
def test_the_score_is_the_documented_formula(denied: frozenset[str], unanswered: frozenset[str]) -> None:
    assert SCORING.count("score = assessed + (target - assessed) x (1 - weight held back / weight of all)") == 1
    for item in capability_scores(ASSESSMENT, POLICIES, evidence(denied, unanswered)):
        own = [policy for policy in POLICIES if policy.capability == item.id]
        whole = sum(WEIGHTS[policy.severity] for policy in own)
        held = sum(WEIGHTS[policy.severity] for policy in own if policy.id in denied | unanswered)
        assert item.score == pytest.approx(item.assessed + (item.target - item.assessed) * (1 - held / whole), abs=0.01)
