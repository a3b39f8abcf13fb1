from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment
from nova_policy.assess.references import dangling_references

Change = Callable[[dict[str, Any]], object]


def _faults(document: dict[str, Any]) -> list[str]:
    """What dangles in *document* when there are the policies that it names itself."""
    changed = Assessment.from_json(document)
    policies = {policy for entry in changed.findings for policy in entry.policies}
    return dangling_references(changed, policies | {item.policy for item in changed.observed})


def _set(index: int, **values: object) -> Change:
    return lambda it: it["findings"][index].update(values)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (_set(0, section="9.9"), "build/shared-cargo-cache-key: unknown section 9.9"),
        (_set(0, capability="luck"), "build/shared-cargo-cache-key: unknown capability luck"),
        (_set(0, lines=[1363]), "build/shared-cargo-cache-key: the report has no line 1363"),
        (_set(1, measured_as="speed"), "build/cargo-parallelism-not-set: unknown metric speed"),
        (_set(0, recommendation="P9-9"), "build/shared-cargo-cache-key: unknown recommendation P9-9"),
        (
            _set(0, recommendation=None),
            "build-cache: finding build/shared-cargo-cache-key belongs to no recommendation",
        ),
        (
            lambda it: it["recommendations"][0]["steps"][1]["findings"].clear(),
            "ci-security/base-image-unverified: named by 0 steps of P0-1",
        ),
        (
            lambda it: it["recommendations"][0]["steps"][2]["findings"].append("ci-security/base-image-unverified"),
            "ci-security/base-image-unverified: named by 2 steps of P0-1",
        ),
        (
            lambda it: it["recommendations"][0]["steps"][0]["findings"].append("made/up"),
            "P0-1: unknown finding made/up",
        ),
        (lambda it: it["recommendations"][0].update(sections=["0"]), "P0-1: unknown section 0"),
        (
            lambda it: it["recommendations"][0]["steps"].append(it["recommendations"][0]["steps"][1]),
            "P0-1: step base-images is given twice",
        ),
        (lambda it: it["findings"].append(it["findings"][0]), "finding build/shared-cargo-cache-key is given 2 times"),
        (lambda it: it["observed"].append(it["observed"][0]), "observed policy cargo/tests_enabled is given 2 times"),
        (
            lambda it: it["observed"][0].update(capability="luck"),
            "cargo/tests_enabled: unknown capability luck",
        ),
        (
            lambda it: it["roadmap"][0]["items"][0].update(recommendations=["P9-9"]),
            "line 1203: unknown recommendation P9-9",
        ),
        (
            lambda it: it["critical_findings"][0].update(recommendations=["P9-9"]),
            "line 18: unknown recommendation P9-9",
        ),
        (lambda it: it["priorities"][1].update(stage="someday"), "P1: unknown stage someday"),
        (
            lambda it: it["success_metrics"][0].update(measured_by="speed"),
            "Security scan coverage: unknown metric speed",
        ),
        (
            lambda it: it["metrics"].append({"id": "speed", "unit": "km/h", "definition": "How fast."}),
            "metric speed measures nothing",
        ),
        (
            lambda it: it["observed"].append({**it["observed"][0], "policy": "kubernetes/ingress_tls"}),
            "policy kubernetes/ingress_tls is observed and yet serves findings of the report",
        ),
        (
            _set(0, decided_by=["kubernetes/ingress_tls"]),
            "policy kubernetes/ingress_tls serves findings of P0-4, build-cache",
        ),
    ],
)
def test_what_dangles_is_named(document: dict[str, Any], change: Change, fault: str) -> None:
    change(document)
    assert fault in _faults(document)


def test_a_policy_that_does_not_exist_is_named(document: dict[str, Any], assessment: Assessment) -> None:
    policies = {policy for entry in assessment.findings for policy in entry.policies}
    policies |= {item.policy for item in assessment.observed}
    missing = {"kubernetes/ingress_tls", "workflow/job_timeout", "cargo/tests_enabled"}
    assert dangling_references(assessment, policies - missing) == [
        "unknown policy cargo/tests_enabled",
        "unknown policy kubernetes/ingress_tls",
        "unknown policy workflow/job_timeout",
    ]


def test_a_policy_without_a_place_in_the_assessment_is_named(assessment: Assessment) -> None:
    policies = {policy for entry in assessment.findings for policy in entry.policies}
    policies |= {item.policy for item in assessment.observed}
    assert dangling_references(assessment, policies | {"rust/pretty"}) == [
        "policy rust/pretty serves no finding and is not observed"
    ]
