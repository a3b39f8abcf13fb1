from __future__ import annotations

from typing import Any

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.contradictions import Contradiction, contradictions


def test_the_reports_contradictions_are_found(assessment: Assessment) -> None:
    found = [(item.claim, item.stated, item.computed, item.line) for item in contradictions(assessment)]
    assert found[:16] == [
        ("average maturity score", "42", "39.1", 1081),
        ("gap to the target", "43 points", "45.9 points", 31),
        ("level of 42 points", "Level 2", "Level 3", 1089),
        ("level of 85 points", "Level 4", "Level 5", 30),
        ("risk of Auth Tests", "HIGH", "BLOCKER, as P0-3 is P0", 20),
        ("risk of Secrets Management", "MEDIUM", "BLOCKER, as P0-2 is P0", 22),
        ("risk of Certificate Management", "MEDIUM", "BLOCKER, as P0-4 is P0", 23),
        ("time of P1-3", "High (week 1)", "Week 2-3 (HIGH)", 1133),
        ("time of P1-4", "High (week 1)", "Week 2-3 (HIGH)", 1133),
        ("time of P2-2", "Medium (week 2-3)", "Week 2-3 (HIGH) and Month 2 (MEDIUM)", 1164),
        ("time of P2-3", "Medium (week 2-3)", "Month 2 (MEDIUM)", 1164),
        ("time of P2-4", "Medium (week 2-3)", "Month 2 (MEDIUM)", 1164),
        ("time of P3-1", "Low (month 2)", "Month 3+ (LOW)", 1190),
        ("time of P3-2", "Low (month 2)", "Month 3+ (LOW)", 1190),
        ("time of P3-3", "Low (month 2)", "in no stage of the roadmap", 1194),
        ("time of P3-4", "Low (month 2)", "in no stage of the roadmap", 1195),
    ]
    assert [claim for claim, *_ in found[16:]] == [item.what for item in assessment.disagreements]


def test_a_disagreement_gives_every_statement_with_its_line(assessment: Assessment) -> None:
    found = next(item for item in contradictions(assessment) if item.claim == "the file that holds the load test")
    assert found.stated == "benches/load_test.rs"
    assert found.computed == "tests/load/connection-pool.js (line 1140); tests/load/k6-script.js (line 1268)"


def test_a_report_that_adds_up_has_no_contradictions(document: dict[str, Any]) -> None:
    for capability in document["capabilities"]:
        capability["score"] = 40
    line = {"line": 1}
    document["stated"] = {
        "average": {"value": 40, **line},
        "level": {"value": 2, **line},
        "target": {"value": 80, **line},
        "target_level": {"value": 4, **line},
        "gap": {"value": 40, **line},
    }
    document["critical_findings"] = []
    document["disagreements"] = []
    for priority in document["priorities"]:
        priority["stage"] = None
    every = [item["id"] for item in document["recommendations"]]
    document["roadmap"][0]["items"][0]["recommendations"] = every
    assert contradictions(Assessment.from_json(document)) == ()


def test_a_contradiction_as_json() -> None:
    found = Contradiction("average maturity score", "42", "39.1", 1081)
    assert found.to_json() == {
        "claim": "average maturity score",
        "stated": "42",
        "computed": "39.1",
        "line": 1081,
    }
