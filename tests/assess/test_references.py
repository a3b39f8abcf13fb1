from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nova_policy.assess.assessment import Assessment, validate
from nova_policy.assess.references import dangling_references

Change = Callable[[dict[str, Any]], object]

POLICIES = {f"room/{name}" for name in ("one", "two", "three", "four", "five", "more", "seen")}


def _set(index: int, **values: object) -> Change:
    return lambda it: it["findings"][index].update(values)


def _steps(document: dict[str, Any]) -> list[Any]:
    steps: list[Any] = document["recommendations"][0]["steps"]
    return steps


CHANGES: list[tuple[Change, str]] = [
    (_set(0, section="9.9"), "x/one: unknown section 9.9"),
    (_set(0, capability="luck"), "x/one: unknown capability luck"),
    (_set(0, lines=[101]), "x/one: the report has no line 101"),
    (_set(0, recommendation="P9-9"), "x/one: unknown recommendation P9-9"),
    (_set(0, recommendation=None), "P1-1: finding x/one belongs to no recommendation"),
    (_set(2, measured_as="weight"), "x/measured: unknown metric weight"),
    (lambda it: _steps(it)[1]["findings"].clear(), "x/three: named by 0 steps of P1-1"),
    (lambda it: _steps(it)[2]["findings"].append("x/one"), "x/one: named by 2 steps of P1-1"),
    (lambda it: _steps(it)[2]["findings"].append("made/up"), "P1-1: unknown finding made/up"),
    (lambda it: _steps(it).append(_steps(it)[2]), "P1-1: step vague is given twice"),
    (lambda it: it["recommendations"][0].update(sections=["0"]), "P1-1: unknown section 0"),
    (lambda it: it["findings"].append(it["findings"][3]), "finding x/three is given 2 times"),
    (lambda it: it["observed"].append(it["observed"][0]), "observed policy room/seen is given 2 times"),
    (lambda it: it["observed"][0].update(capability="luck"), "room/seen: unknown capability luck"),
    (lambda it: it["roadmap"][0]["items"][0].update(recommendations=["P9-9"]), "line 15: unknown recommendation P9-9"),
    (lambda it: it["critical_findings"][0].update(recommendations=["P9-9"]), "line 3: unknown recommendation P9-9"),
    (lambda it: it["priorities"][0].update(stage="someday"), "P1: unknown stage someday"),
    (lambda it: it["success_metrics"][0].update(measured_by="weight"), "Speed: unknown metric weight"),
    (lambda it: it["metrics"].append(it["metrics"][0] | {"id": "weight"}), "metric weight measures nothing"),
    (
        lambda it: it["observed"].append(it["observed"][0] | {"policy": "room/one"}),
        "policy room/one is observed and yet serves findings of the report",
    ),
    (_set(5, decided_by=["room/one"]), "policy room/one serves findings of P1-1, P3-1"),
]


def test_the_small_assessment_is_sound(small: dict[str, Any]) -> None:
    assert validate(small) == []
    assert dangling_references(Assessment.from_json(small), POLICIES) == []


@pytest.mark.parametrize(("change", "fault"), CHANGES)
def test_what_dangles_is_named(small: dict[str, Any], change: Change, fault: str) -> None:
    change(small)
    assert fault in dangling_references(Assessment.from_json(small), POLICIES)


def test_a_policy_that_does_not_exist_is_named_wherever_it_serves(small: dict[str, Any]) -> None:
    missing = {"room/two", "room/more", "room/four", "room/seen"}
    assert dangling_references(Assessment.from_json(small), POLICIES - missing) == [
        "unknown policy room/four",
        "unknown policy room/more",
        "unknown policy room/seen",
        "unknown policy room/two",
    ]


def test_a_policy_without_a_place_in_the_assessment_is_named(small: dict[str, Any]) -> None:
    assert dangling_references(Assessment.from_json(small), POLICIES | {"room/pretty"}) == [
        "policy room/pretty serves no finding and is not observed"
    ]


def test_an_observed_policy_may_be_the_nearest_where_nothing_decides(small: dict[str, Any]) -> None:
    small["observed"].append(small["observed"][0] | {"policy": "room/four"})
    assert dangling_references(Assessment.from_json(small), POLICIES) == []
