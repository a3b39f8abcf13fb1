from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Evidence, Progress, RecommendationEffort, efforts, hours_of
from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Finding, Location, Severity, Status

DATA = Path(__file__).parents[2] / "policies" / "assessment" / "data.yaml"
ASSESSMENT = Assessment.from_json(yaml.load(DATA.read_bytes(), yaml.CSafeLoader))
POLICIES = sorted({policy for entry in ASSESSMENT.findings for policy in entry.policies})

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
    return Evidence.of([_finding(policy) for policy in policies], POLICIES)


def _of(name: str, evidence: Evidence) -> RecommendationEffort:
    return next(part for part in efforts(ASSESSMENT, evidence) if part.recommendation.id == name)


def test_hours_are_counted_once_however_many_findings_there_are() -> None:
    evidence = Evidence.of([_finding("kubernetes/ingress_tls")] * 9, POLICIES)
    part = _of("P0-4", evidence)
    assert (part.open_findings, part.hours) == (9, 2)
    assert part.remaining_hours == _of("P0-4", _denied("kubernetes/ingress_tls")).remaining_hours


def test_everything_denied_leaves_all_hours() -> None:
    parts = efforts(ASSESSMENT, _denied(*POLICIES))
    assert {part.progress for part in parts} == {Progress.OPEN}
    assert all(part.remaining_hours == part.hours for part in parts)


def test_nothing_denied_leaves_no_hours() -> None:
    parts = efforts(ASSESSMENT, _denied())
    assert {part.progress for part in parts} == {Progress.DONE}
    assert {part.remaining_hours for part in parts} == {0, None}


def test_hours_are_shared_by_steps_and_by_findings_within_a_step() -> None:
    evidence = _denied("environment/certificate_issuer", "kubernetes/graphql_schema_private")
    part = _of("P0-4", evidence)
    assert [(step.id, step.left, step.progress) for step in part.steps] == [
        ("tls", Fraction(1, 5), Progress.PARTLY),
        ("issuer", Fraction(1), Progress.OPEN),
        ("https-redirect", Fraction(0), Progress.DONE),
    ]
    assert part.progress is Progress.PARTLY
    assert part.remaining_hours == pytest.approx(2 * (1 / 5 + 1) / 3, abs=0.005)


def test_steps_that_no_policy_can_tell_about_share_in_nothing() -> None:
    part = _of("P2-1", _denied("rust/documented_graphql_schema"))
    assert [step.progress for step in part.steps] == [Progress.NOT_ASSESSED, Progress.OPEN, Progress.NOT_ASSESSED]
    assert (part.progress, part.remaining_hours) == (Progress.OPEN, 4)


def test_policies_of_the_same_concern_keep_a_step_open() -> None:
    part = _of("P0-1", _denied("pipeline/blocking_scans"))
    assert [step.progress for step in part.steps] == [Progress.DONE, Progress.DONE, Progress.OPEN]


def test_the_nearest_policy_keeps_a_step_open_where_nothing_decides() -> None:
    part = _of("docker-image", _denied("dockerfile/minimal_base"))
    assert part.progress is Progress.PARTLY


def test_what_nobody_looked_at_is_not_done() -> None:
    part = _of("kafka", Evidence.of([], set(POLICIES) - set(_policies_of("kafka"))))
    assert (part.progress, part.remaining_hours) == (Progress.NOT_ASSESSED, part.hours)


def test_what_had_nothing_to_judge_beside_judged_work_is_no_work() -> None:
    part = _of("kafka", Evidence.of([], {"environment/resolvable_hosts"}))
    assert (part.progress, part.remaining_hours) == (Progress.DONE, 0)


def test_a_policy_that_gave_no_answer_leaves_its_work_open() -> None:
    silent = {"environment/kafka_operator"}
    part = _of("kafka", Evidence.of([], POLICIES, silent))
    assert (part.progress, part.remaining_hours) == (Progress.PARTLY, 2)


def test_a_denial_counts_even_if_its_policy_also_failed_to_answer() -> None:
    name = "project/multi_region"
    part = _of("P3-1", Evidence.of([_finding(name)], {name}, {name}))
    assert part.progress is not Progress.NOT_ASSESSED


@pytest.mark.parametrize("status", [Status.WAIVED, Status.BASELINE])
def test_what_is_waived_or_known_is_not_open_but_not_done_either(status: Status) -> None:
    evidence = Evidence.of([_finding("project/ios_build", status)], POLICIES)
    part = _of("ios-ci", evidence)
    assert (part.open_findings, part.progress, part.remaining_hours) == (0, Progress.OPEN, 4)


def test_estimates_stay_out_of_the_reports_totals() -> None:
    parts = efforts(ASSESSMENT, _denied(*POLICIES))
    stated, estimated = hours_of(parts, EffortSource.REPORT), hours_of(parts, EffortSource.ESTIMATE)
    assert (stated.total, stated.remaining) == (64, 64)
    assert (estimated.total, estimated.remaining) == (31, 31)
    assert hours_of(parts, EffortSource.NONE).total == 0


def test_an_effort_as_json() -> None:
    part = _of("P3-2", _denied("project/gitops_sources"))
    assert part.to_json() == {
        "id": "P3-2",
        "title": "Advanced GitOps (Fleet management)",
        "priority": "P3",
        "status": "open",
        "effort_hours": None,
        "effort_source": "none",
        "remaining_hours": None,
        "open_findings": 1,
        "steps": [{"id": "fleet", "title": "One source for all Applications", "status": "open", "open_findings": 1}],
    }


@given(denied=_some_policies, applied=_some_policies, unanswered=_some_policies)
def test_what_remains_is_never_more_than_the_whole(
    denied: frozenset[str], applied: frozenset[str], unanswered: frozenset[str]
) -> None:
    evidence = Evidence.of(map(_finding, denied), denied | applied, unanswered)
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


def _policies_of(name: str) -> list[str]:
    return [policy for entry in ASSESSMENT.findings if entry.recommendation == name for policy in entry.policies]
