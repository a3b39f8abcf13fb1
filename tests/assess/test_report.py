from __future__ import annotations

from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.effort import Progress
from nova_policy.assess.report import Report, build_report
from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.collect.project import Project
from nova_policy.config import Configuration
from nova_policy.engines.judge import Judgement
from nova_policy.model import Document, Environment, Finding, InputKind, KeyPath, Location, Problem, Severity, Status


class _Somewhere:
    def locate(self, _path: KeyPath) -> tuple[Location, ...]:
        return (Location("a.yaml", 1),)


def _policy(name: str, recommendation: str | None, estimate: float | None = None) -> Policy:
    return Policy(
        f"room/{name}", name, "", Severity.HIGH, "1", recommendation, "building", "report", "", (), (), (), estimate
    )


CATALOGUE = Catalogue(
    {
        policy.id: policy
        for policy in (
            _policy("one", "P1-1"),
            _policy("two", "P1-1"),
            _policy("three", "P1-1"),
            _policy("four", "fix"),
            _policy("five", "P3-1"),
            _policy("seen", None, 0.5),
        )
    },
    {},
)


def _finding(name: str, status: Status = Status.OPEN) -> Finding:
    policy = CATALOGUE.policies[f"room/{name}"]
    place = Location("a.yaml", 1)
    return Finding(
        policy.id, policy.severity, name, place, (), None, (), "1", policy.recommendation, "building", status, "0" * 32
    )


def _document(environment: str | None) -> Document:
    return Document("a.yaml", InputKind.KUBERNETES, {}, _Somewhere(), environment)


def _report(small: dict[str, Any], *findings: Finding, problems: tuple[Problem, ...] = (), **judged: Any) -> Report:
    documents = (_document("prod"), _document("dev"), _document(None))
    defaults: dict[str, Any] = {"applied": frozenset(CATALOGUE.policies), "not_applicable": (), "pairs": 7}
    return build_report(
        findings=findings,
        judgement=Judgement(denials=(), problems=(), **(defaults | judged)),
        project=Project(documents, documents, (Environment("prod", "k8s", documents[:1]),), (), files=9),
        catalogue=CATALOGUE,
        assessment=Assessment.from_json(small),
        engine_name="wasm",
        bundle_revision="abc",
        problems=problems,
        configuration=Configuration(exclude=("vendor",), parameters={"b": 1, "a": 2}, ignored_keys=("engine",)),
    )


def test_what_was_looked_at_is_counted_and_named(small: dict[str, Any]) -> None:
    report = _report(small)
    scope = report.scope
    assert (scope.documents, scope.pairs, scope.policies, scope.files) == (3, 7, 6, 9)
    assert scope.environments == ("dev", "prod")
    assert (scope.exclude, scope.parameters, scope.ignored_keys) == (("vendor",), ("a", "b"), ("engine",))


def test_any_problem_makes_a_report_incomplete(small: dict[str, Any]) -> None:
    assert _report(small).complete
    assert not _report(small, problems=(Problem("X", "what", "remedy"),)).complete


def test_policies_without_anything_to_judge_are_not_applicable(small: dict[str, Any]) -> None:
    report = _report(small, applied=frozenset({"room/one", "room/two"}))
    assert report.not_applicable == ("room/five", "room/four", "room/seen", "room/three")


def test_only_open_findings_are_counted(small: dict[str, Any]) -> None:
    report = _report(small, _finding("one"), _finding("two", Status.WAIVED))
    assert len(report.findings) == 2
    assert report.by_severity == {Severity.BLOCKER: 0, Severity.HIGH: 1, Severity.MEDIUM: 0, Severity.LOW: 0}


def test_the_reports_hours_our_estimates_and_what_it_missed_are_never_mixed(small: dict[str, Any]) -> None:
    summary: Any = _report(small, *map(_finding, ("one", "two", "three", "four", "five", "seen"))).to_json()["summary"]
    assert (summary["total_hours"], summary["remaining_hours"]) == (6, 6)
    assert (summary["estimate_hours"], summary["remaining_estimate_hours"]) == (4, 4)
    assert summary["remaining_observed_hours"] == 0.5
    assert summary["hours_by_priority"] == {"P1": {"total": 6, "remaining": 6}}


def test_half_done_work_shows_in_steps_and_hours(small: dict[str, Any]) -> None:
    part = _report(small, _finding("three")).recommendation("P1-1")
    assert part is not None
    assert (part.status, part.remaining_hours) == (Progress.PARTLY, 3)
    assert [step.status for step in part.steps] == [Progress.DONE, Progress.OPEN, Progress.NOT_ASSESSED]


def test_the_roadmap_keeps_the_reports_order_and_counts_hours_once(small: dict[str, Any]) -> None:
    again = {
        "id": "later",
        "title": "Later",
        "line": 15,
        "items": [{"title": "x", "recommendations": ["P1-1"], "line": 16}],
    }
    small["roadmap"].append(again)
    stages = _report(small, _finding("one"), _finding("four")).roadmap
    assert [(stage.id, stage.open, stage.remaining_hours, stage.remaining_estimate_hours) for stage in stages] == [
        ("soon", ("P1-1",), 3, 0),
        ("later", ("P1-1",), 0, 0),
        ("unscheduled", ("fix",), 0, 4),
    ]


def test_the_score_moves_from_the_assessed_to_the_target(small: dict[str, Any]) -> None:
    everything = tuple(map(_finding, ("one", "two", "three", "four", "five", "seen")))
    assert _report(small, *everything).capabilities[0].score == 20
    fixed = _report(small)
    assert fixed.capabilities[0].score == 80
    assert fixed.score == (80 + 40) / 2


def test_contradictions_of_the_assessment_are_shown_beside_the_right_figures(small: dict[str, Any]) -> None:
    small["stated"]["average"]["value"] = 33
    claims = {item.claim: (item.stated, item.computed) for item in _report(small).contradictions}
    assert claims["average maturity score"] == ("33", "30.0")


def test_success_metrics_say_what_they_are_or_why_nobody_knows(small: dict[str, Any]) -> None:
    (row,) = _report(small).success_metrics
    assert (row.metric, row.target, row.measured, row.reason) == ("Speed", "9", None, "Nothing of its kind was found.")


def test_a_report_comes_back_from_json_as_it_went(small: dict[str, Any]) -> None:
    report = _report(small, _finding("one"), problems=(Problem("X", "what", "remedy", Location("b", 2, 3), 6),))
    assert Report.from_json(report.to_json()) == report


def test_another_schema_version_is_refused(small: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="schema_version 2"):
        Report.from_json({**_report(small).to_json(), "schema_version": 2})
