"""What policies/assessment/data.yaml says, held against what is known about the report independently of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.ledger import ClaimKind
from nova_policy.assess.recommendation import EffortSource, Priority
from nova_policy.assess.references import dangling_references

CAPABILITIES = {
    "build-automation": 65,
    "test-coverage-unit": 40,
    "test-coverage-integration": 30,
    "security-scanning": 0,
    "deployment-automation": 70,
    "infrastructure-as-code": 60,
    "secrets-management": 20,
    "monitoring-observability": 30,
    "disaster-recovery": 40,
    "documentation": 50,
    "incident-response": 25,
}

REPORT_HOURS = {
    "P0-1": 2,
    "P0-2": 4,
    "P0-3": 3,
    "P0-4": 2,
    "P1-1": 8,
    "P1-2": 6,
    "P1-3": 12,
    "P1-4": 4,
    "P2-1": 4,
    "P2-2": 10,
    "P2-3": 3,
    "P2-4": 6,
}


def test_the_ledger_holds_every_finding_of_the_catalogue_in_its_order(assessment: Assessment) -> None:
    slugs = Path(__file__).with_name("catalogue_slugs.txt").read_text().split()
    assert [entry.slug for entry in assessment.findings] == slugs
    assert len(slugs) == 139


def test_every_reference_within_the_assessment_leads_somewhere(assessment: Assessment) -> None:
    proposed = {policy for entry in assessment.findings for policy in entry.policies}
    proposed |= {item.policy for item in assessment.observed}
    assert dangling_references(assessment, proposed) == []


def test_the_document_is_nothing_but_json(document: dict[str, Any]) -> None:
    assert json.loads(json.dumps(document)) == document


def test_the_capabilities_and_their_scores_are_the_reports(assessment: Assessment) -> None:
    assert {item.id: item.score for item in assessment.capabilities} == CAPABILITIES
    assert [item.line for item in assessment.capabilities] == list(range(1069, 1080))


def test_all_sections_are_there_in_the_order_of_their_lines(assessment: Assessment) -> None:
    chapters = [item.id for item in assessment.sections if "." not in item.id]
    assert chapters == [str(number) for number in range(1, 13)]
    lines = [item.line for item in assessment.sections]
    assert lines == sorted(lines)
    assert lines[-1] < assessment.lines


def test_prioritised_recommendations_have_the_reports_hours_and_no_others(assessment: Assessment) -> None:
    stated = {item.id: item.effort.hours for item in assessment.recommendations if item.effort.line is not None}
    assert stated == REPORT_HOURS
    unstated = [item.id for item in assessment.recommendations if item.priority is Priority.P3]
    assert unstated == ["P3-1", "P3-2", "P3-3", "P3-4"]
    assert all(assessment.recommendation(name).effort.source is EffortSource.NONE for name in unstated)


def test_fixes_without_priority_are_our_estimates_with_a_reason(assessment: Assessment) -> None:
    efforts = [item.effort for item in assessment.recommendations if item.priority is Priority.NONE]
    assert len(efforts) == 7
    assert all(effort.source is EffortSource.ESTIMATE and effort.reason for effort in efforts)


def test_every_line_of_section_twelve_is_measured_or_says_why_not(assessment: Assessment) -> None:
    assert [row.line for row in assessment.success_metrics] == list(range(1338, 1345))
    unmeasured = {row.metric for row in assessment.success_metrics if row.reason}
    assert unmeasured == {"Test coverage", "Deployment time", "Container scan pass rate"}


def test_the_roadmap_keeps_the_reports_order(assessment: Assessment) -> None:
    assert [stage.id for stage in assessment.roadmap] == ["week-1", "week-2-3", "month-2", "month-3"]
    lines = [line for stage in assessment.roadmap for line in (stage.line, *(item.line for item in stage.items))]
    assert lines == sorted(lines)


def test_every_claim_of_the_ledger_is_settled_in_exactly_one_way(assessment: Assessment) -> None:
    for entry in assessment.findings:
        ways = (entry.decided_by, entry.measured_as, entry.undecidable_reason)
        assert sum(map(bool, ways)) == 1, entry.slug


@pytest.mark.parametrize("kind", list(ClaimKind))
def test_every_kind_of_claim_occurs(assessment: Assessment, kind: ClaimKind) -> None:
    assert kind in {entry.claim_kind for entry in assessment.findings}


def test_every_capability_is_held_by_policies(assessment: Assessment) -> None:
    held = {entry.capability for entry in assessment.findings if entry.decided_by}
    held |= {item.capability for item in assessment.observed}
    assert held == set(CAPABILITIES)


def test_what_refutes_claims_is_sought_in_facts_that_exist(assessment: Assessment) -> None:
    documents = [page.read_text("utf-8") for page in (Path(__file__).parents[2] / "docs" / "facts").glob("*.md")]
    sought = {exhibit.fact for entry in assessment.findings for exhibit in entry.instead}
    assert [
        kind for kind in sorted(sought) if not any(f"## {kind}\n" in text.replace("`", "") for text in documents)
    ] == []
