from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.assess.assessment import Assessment

DATA = Path(__file__).parents[2] / "policies" / "assessment" / "data.yaml"

SMALL = """
report: {title: A report, project: Toy, date: "2025-01-01", next_review: "2025-02-01", scope: All, lines: 100}
stated:
  average: {value: 30, line: 1}
  level: {value: 1, line: 1}
  target: {value: 80, line: 1}
  target_level: {value: 2, line: 1}
  gap: {value: 50, line: 1}
priorities:
- {id: P1, title: High, risk: HIGH, stage: soon, line: 2}
critical_findings:
- {category: Gaps, risk: HIGH, recommendations: [P1-1], line: 3}
disagreements: []
sections:
- {id: "1", title: Chapter, line: 4}
- {id: "1.1", title: Paragraph, line: 5}
levels:
- {level: 1, title: Low, lowest: 0, highest: 50, line: 6}
- {level: 2, title: High, lowest: 51, highest: 100, line: 7}
capabilities:
- {id: building, title: Building, score: 20, line: 8}
- {id: testing, title: Testing, score: 40, line: 9}
recommendations:
- id: P1-1
  title: Close the gaps
  priority: P1
  sections: ["1.1"]
  effort: {hours: 6, source: report, line: 10, reason: null}
  impact: null
  line: 11
  steps:
  - {id: first, title: The first step, findings: [x/one, x/two, x/measured]}
  - {id: second, title: The second step, findings: [x/three]}
  - {id: vague, title: What no policy sees, findings: []}
- id: fix
  title: Fix it
  priority: none
  sections: ["1"]
  effort: {hours: 4, source: estimate, line: null, reason: A guess.}
  impact: null
  line: 12
  steps:
  - {id: only, title: The only step, findings: [x/four]}
- id: P3-1
  title: Some day
  priority: P3
  sections: ["1"]
  effort: {hours: null, source: none, line: null, reason: Nobody knows.}
  impact: null
  line: 13
  steps:
  - {id: only, title: The only step, findings: [x/five]}
roadmap:
- {id: soon, title: Soon, line: 14, items: [{title: Close the gaps, recommendations: [P1-1, P3-1], line: 15}]}
metrics:
- {id: speed, unit: km/h, definition: How fast it goes.}
success_metrics:
- {metric: Speed, current: "0", target: "9", timeline: Soon, line: 16, measured_by: speed}
findings:
- slug: x/one
  claim: There is no one.
  section: "1.1"
  recommendation: P1-1
  capability: building
  lines: [20]
  claim_kind: absent
  decided_by: [room/one]
  see_also: [room/more]
- slug: x/two
  claim: There is no two.
  section: "1.1"
  recommendation: P1-1
  capability: building
  lines: [21]
  claim_kind: all
  decided_by: [room/two, room/one]
- slug: x/measured
  claim: It is slow.
  section: "1.1"
  recommendation: P1-1
  capability: building
  lines: [22]
  claim_kind: quantity
  measured_as: speed
  claimed: 0
- slug: x/three
  claim: There is a flaw.
  section: "1.1"
  recommendation: P1-1
  capability: testing
  lines: [23]
  claim_kind: some
  places: [src]
  decided_by: [room/three]
- slug: x/four
  claim: It feels wrong.
  section: "1"
  recommendation: fix
  capability: testing
  lines: [24]
  claim_kind: judgement
  undecidable: {reason: It is a feeling., nearest: room/four}
- slug: x/five
  claim: There is no five.
  section: "1"
  recommendation: P3-1
  capability: testing
  lines: [25]
  claim_kind: absent
  decided_by: [room/five]
observed:
- {policy: room/seen, concern: What was seen, capability: testing}
"""


@pytest.fixture
def document() -> dict[str, Any]:
    """The assessment as it stands in policies/, fresh for each test."""
    value: dict[str, Any] = yaml.load(DATA.read_bytes(), yaml.CSafeLoader)
    return value


@pytest.fixture
def assessment(document: dict[str, Any]) -> Assessment:
    return Assessment.from_json(document)


@pytest.fixture
def small() -> dict[str, Any]:
    """A small assessment that has one of everything, for what must not change with the real one."""
    value: dict[str, Any] = yaml.safe_load(SMALL)
    return value
