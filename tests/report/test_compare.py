from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from nova_policy.assess.effort import Progress
from nova_policy.assess.recommendation import EffortSource
from nova_policy.model import Location, Status
from nova_policy.report.compare import Comparison, HoursChange, ScoreChange, compare
from nova_policy.report.compare_formats import COMPARISON_FORMATS
from nova_policy.report.formats import Context
from tests.report.sample import FINDINGS, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile

_TLS = FINDINGS[1]
PLAIN = Context(lambda _path: [])


def render_comparison(comparison: Comparison) -> str:
    return COMPARISON_FORMATS["text"](comparison, PLAIN)


def test_equal_reports_have_no_difference() -> None:
    result = compare(SAMPLE, SAMPLE)
    assert (result.appeared, result.disappeared, result.moved, result.resettled) == ((), (), (), ())
    assert (result.hours, result.scores, result.doubts) == ((), (), ())
    assert render_comparison(result) == (
        "Hours bought back (the assessment's): 0\n\nMaturity: 45.0 before, 45.0 now (+0.0)\n"
    )


def test_findings_appear_and_disappear_by_fingerprint() -> None:
    new = finding("kubernetes/ingress_tls", "new.yaml", 1, 'Ingress "new" serves its hosts without TLS')
    result = compare(SAMPLE, replace(SAMPLE, findings=(*FINDINGS[1:], new)))
    assert (result.appeared, result.disappeared) == ((new,), (FINDINGS[0],))
    assert result.new_open == (new,)
    shown = render_comparison(result)
    assert "1 finding appeared\n+ new.yaml:1:3  blocker" in shown
    assert "1 finding disappeared\n- .github/workflows/ci.yml:3:3  low" in shown


def test_a_finding_at_another_line_has_moved_and_neither_come_nor_gone() -> None:
    lower = replace(_TLS, location=Location(_TLS.location.path, 80, 3))
    result = compare(SAMPLE, replace(SAMPLE, findings=(FINDINGS[0], lower, *FINDINGS[2:])))
    assert result.moved == ((_TLS, lower),)
    assert (result.appeared, result.disappeared, result.new_open) == ((), (), ())
    assert "ingress.yaml:80:3  blocker" in render_comparison(result)
    assert "(was k8s/graphql-gateway/ingress.yaml:8:3)" in render_comparison(result)


def test_a_waiver_that_ended_makes_a_finding_open_anew() -> None:
    again = replace(FINDINGS[2], status=Status.OPEN)
    result = compare(SAMPLE, replace(SAMPLE, findings=(*FINDINGS[:2], again, *FINDINGS[3:])))
    assert result.resettled == ((FINDINGS[2], again),)
    assert result.new_open == (again,)


def test_hours_bought_back_are_told_by_source_and_recommendation() -> None:
    tls = replace(SAMPLE.recommendations[1], remaining_hours=0.0, status=Progress.DONE)
    image = replace(SAMPLE.recommendations[4], remaining_hours=4.5)
    changed = (SAMPLE.recommendations[0], tls, *SAMPLE.recommendations[2:4], image)
    result = compare(SAMPLE, replace(SAMPLE, recommendations=changed))
    assert result.hours == (
        HoursChange("P0-4", "Enable TLS/Certificate Management", EffortSource.REPORT, 2, 0),
        HoursChange("docker-image", "Small, cached release images", EffortSource.ESTIMATE, 6, 4.5),
    )
    assert (result.bought_back(), result.bought_back(EffortSource.ESTIMATE)) == (2, 1.5)
    assert "Hours bought back (the assessment's): 2\n  P0-4" in render_comparison(result)


def test_hours_for_what_the_assessment_missed_stand_apart() -> None:
    result = compare(SAMPLE, replace(SAMPLE, findings=FINDINGS[1:]))
    assert (result.bought_back(), result.missed_bought_back) == (0, 0.5)
    assert "(by our estimate, for what the assessment missed): 0.5\n" in render_comparison(result)


def test_a_change_of_score_is_explained_by_policies() -> None:
    better = replace(SAMPLE.capabilities[1], score=85.0, held_back=())
    result = compare(SAMPLE, replace(SAMPLE, capabilities=(SAMPLE.capabilities[0], better)))
    assert result.scores == (
        ScoreChange("secrets-management", "Secrets Management", 20, 85, ("kubernetes/literal_secret",), ()),
    )
    shown = render_comparison(result)
    assert "Maturity: 45.0 before, 77.5 now (+32.5)" in shown
    assert "no longer held back by kubernetes/literal_secret" in shown
    assert "now held back by kubernetes/literal_secret" in render_comparison(compare(result.after, SAMPLE))


def test_doubts_are_named() -> None:
    other = replace(INCOMPLETE, tool=replace(SAMPLE.tool, bundle_revision="other"))
    doubts = compare(SAMPLE, other).doubts
    assert [doubt.partition(":")[0] for doubt in doubts] == ["the later run is incomplete", "the policies differ"]
    assert render_comparison(compare(SAMPLE, other)).startswith("Careful: the later run is incomplete")
    narrowed = replace(SAMPLE, scope=replace(SAMPLE.scope, exclude=("k8s/",)))
    assert [doubt.partition(":")[0] for doubt in compare(INCOMPLETE, narrowed).doubts] == [
        "the earlier run is incomplete",
        "the configuration differs",
    ]


@given(before=st.frozensets(st.integers(0, 4)), after=st.frozensets(st.integers(0, 4)))
def test_forwards_and_backwards_are_each_others_mirror(before: frozenset[int], after: frozenset[int]) -> None:
    old = replace(SAMPLE, findings=tuple(FINDINGS[index] for index in sorted(before)))
    new = replace(SAMPLE, findings=tuple(FINDINGS[index] for index in sorted(after)))
    there, back = compare(old, new), compare(new, old)
    assert (there.appeared, there.disappeared) == (back.disappeared, back.appeared)
    assert len(old.findings) - len(there.disappeared) + len(there.appeared) == len(new.findings)


def test_it_can_be_written_as_json() -> None:
    written = COMPARISON_FORMATS["json"](compare(SAMPLE, replace(SAMPLE, findings=FINDINGS[1:])), PLAIN)
    value = json.loads(written)
    assert value["score"] == {"before": 45, "after": 45}
    assert [item["policy"] for item in value["disappeared"]] == ["workflow/pinned_actions"]


def _changed() -> Comparison:
    new = finding("kubernetes/ingress_tls", "new.yaml", 1, 'Ingress "new" serves its hosts without TLS')
    lower = replace(_TLS, location=Location(_TLS.location.path, 80, 3))
    again = replace(FINDINGS[2], status=Status.OPEN)
    tls = replace(SAMPLE.recommendations[1], remaining_hours=0.5, status=Progress.PARTLY)
    image = replace(SAMPLE.recommendations[4], remaining_hours=4.5)
    better = replace(SAMPLE.capabilities[1], score=85.0, held_back=())
    after = replace(
        SAMPLE,
        findings=(lower, again, *FINDINGS[3:], new),
        recommendations=(SAMPLE.recommendations[0], tls, *SAMPLE.recommendations[2:4], image),
        capabilities=(SAMPLE.capabilities[0], better),
    )
    return compare(INCOMPLETE, after)


@pytest.mark.parametrize(("name", "ending"), [("text", "txt"), ("json", "json"), ("markdown", "md")])
def test_a_format_says_what_its_golden_file_says(
    name: str, ending: str, golden: Callable[[str, str | bytes], None]
) -> None:
    golden(f"comparison.{ending}", COMPARISON_FORMATS[name](_changed(), PLAIN))


@pytest.mark.parametrize("comparison", [_changed(), compare(SAMPLE, SAMPLE), compare(SAMPLE, hostile("\x1b[2J"))])
def test_its_json_conforms_to_its_schema(comparison: Comparison) -> None:
    folder = files("nova_policy.report")
    own, report = (json.loads(folder.joinpath(name).read_text()) for name in ("comparison.schema.json", "schema.json"))
    registry: Registry[Any] = Registry().with_resource("schema.json", Resource.from_contents(report))
    value = json.loads(COMPARISON_FORMATS["json"](comparison, PLAIN))
    Draft202012Validator.check_schema(own)
    assert list(Draft202012Validator(own, registry=registry).iter_errors(value)) == []


def test_colours_are_for_terminals() -> None:
    assert "\x1b" not in COMPARISON_FORMATS["text"](_changed(), PLAIN)
    assert "\x1b[1;31m+\x1b[0m new.yaml" in COMPARISON_FORMATS["text"](_changed(), replace(PLAIN, color=True))


def test_quiet_tells_of_findings_only_and_verbose_of_all() -> None:
    many = tuple(finding("kubernetes/ingress_tls", f"{number:02}.yaml", 1, "x") for number in range(60))
    change = compare(replace(SAMPLE, findings=()), replace(SAMPLE, findings=many))
    assert "and 10 more" in COMPARISON_FORMATS["text"](change, PLAIN)
    assert "59.yaml" in COMPARISON_FORMATS["text"](change, replace(PLAIN, verbosity=1))
    assert "Maturity" not in COMPARISON_FORMATS["text"](change, replace(PLAIN, verbosity=-1))


@pytest.mark.parametrize("name", COMPARISON_FORMATS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_are_visible(text: str, name: str) -> None:
    shown = COMPARISON_FORMATS[name](compare(SAMPLE, hostile(text)), PLAIN)
    assert all(line.isprintable() for line in shown.split("\n"))
