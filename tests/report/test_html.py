from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element

import html5lib
import pytest

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.history import HistoryEntry
from nova_policy.report.html_format import render
from tests.report.sample import CANARY, CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources

PLAIN = Context(sources)


def _page(report: Report = SAMPLE, context: Context = PLAIN) -> Element:
    """The document as a browser reads it; a fault of syntax is an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(render(report, context))
    for element in document.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return document


def _text(element: Element) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _by_class(document: Element, name: str) -> list[Element]:
    return [element for element in document.iter() if name in (element.get("class") or "").split()]


def _by_id(document: Element, name: str) -> Element:
    (found,) = [element for element in document.iter() if element.get("id") == name]
    return found


@pytest.mark.parametrize(
    ("report", "headline", "tone"),
    [
        (SAMPLE, "Do not ship", "bad"),
        (INCOMPLETE, "Do not ship", "bad"),
        (replace(INCOMPLETE, findings=()), "No verdict: this run is incomplete", "bad"),
        (replace(SAMPLE, findings=SAMPLE.findings[3:]), "Nothing blocks shipping", "warn"),
        (CLEAN, "Ready to ship", "good"),
    ],
)
def test_the_first_thing_said_is_whether_it_may_ship(report: Report, headline: str, tone: str) -> None:
    document = _page(report)
    assert _text(_by_id(document, "verdict")) == headline
    (verdict,) = _by_class(document, "verdict")
    assert tone in str(verdict.get("class"))
    assert headline in _text(next(document.iter("title")))


def test_the_first_screen_says_what_blocks_how_many_hours_how_mature_and_what_first() -> None:
    blocks, hours, maturity, first = map(_text, _by_class(_page(), "card"))
    assert blocks == "What blocks must become true Ingress tls is as it should be 1"
    assert "4 of the 14 h that the assessment states" in hours
    assert hours.endswith("Estimates are never added to its own hours. Nobody states hours for P3-1.")
    assert "P0 4 / 6 P1 0 / 8 Unstated ~6 / 6 Missed ~0.5" in hours
    assert "45.0 of 100 points; target 85" in maturity
    assert "45.0 when assessed. The assessment states 42, its own scores average 45.0." in maturity
    assert "Weakest Secrets Management 20.0 Deployment Automation 70.0" in maturity
    assert first == "Do first P0-2 Fix Hardcoded Secrets 2 h P0-4 Enable TLS/Certificate Management 2 h P3-1 " + (
        "Multi-region Deployment hours not stated"
    )


def test_the_findings_of_each_severity_are_one_click_away() -> None:
    (tiles,) = _by_class(_page(), "tiles")
    assert _text(tiles) == "1 blocker 1 high 0 medium 1 low"
    assert [link.get("data-show") for link in tiles.iter("a")] == [
        "severity=blocker",
        "severity=high",
        "severity=low",
    ]


def test_an_incomplete_run_says_what_is_missing_and_that_its_score_is_a_bound() -> None:
    document = _page(INCOMPLETE)
    (banner,) = _by_class(document, "incomplete")
    assert banner.get("role") == "alert"
    assert _text(banner).startswith("INCOMPLETE 2 things could not be judged")
    assert "k8s/broken.yaml:7:1 a tab indents this line; use spaces NOVA-Y07" in _text(banner)
    assert "≤ 45.0 at most, of 100 points; target 85" in _text(_by_class(document, "card")[2])


@pytest.mark.parametrize("report", [INCOMPLETE, replace(INCOMPLETE, findings=())])
def test_an_incomplete_run_has_nowhere_passed(report: Report) -> None:
    said = _text(_page(report)).lower()
    assert not re.findall(r"ready to ship|nothing blocks\b|passed\b(?<!have not passed)(?<!has not passed)", said)


def test_a_finding_shows_its_place_environments_source_with_the_culprit_marked_and_the_chain() -> None:
    shown = _by_id(_page(), "kubernetes/ingress_tls")
    finding_ = _by_class(shown, "finding")[0]
    assert _text(finding_).startswith(
        'Ingress "graphql-gateway" serves its hosts without TLS k8s/graphql-gateway/ingress.yaml:8:3 '
        "Ingress nova/graphql-gateway prod staging"
    )
    assert [(_text(mark), mark.get("data-line")) for mark in finding_.iter("mark")] == [("rules:", "8")]
    assert "Also decided by k8s/overlays/prod/kustomization.yaml:4:3" in _text(finding_)


def test_a_policy_says_remedy_section_recommendation_and_hours() -> None:
    document = _page()
    tls = _text(_by_class(_by_id(document, "kubernetes/ingress_tls"), "about")[0])
    assert "Remedy Do what kubernetes/ingress_tls asks for. Section §3 Deployment Strategies Analysis" in tls
    assert "Recommendation P0-4 Enable TLS/Certificate Management" in tls
    assert "Hours 2 h left of 2 h for the whole recommendation" in tls
    pinned = _text(_by_class(_by_id(document, "workflow/pinned_actions"), "about")[0])
    assert "Section Missed by the assessment Hours ~0.5 h, by our estimate" in pinned


def test_a_policy_of_the_users_own_is_not_said_to_be_missed_by_the_assessment() -> None:
    own = replace(SAMPLE.policies["workflow/pinned_actions"], origin="custom", estimate_hours=None)
    document = _page(replace(SAMPLE, policies={**SAMPLE.policies, own.id: own}))
    assert "Policies of your own" in _text(_by_id(document, own.id))
    assert "Missed by the assessment" not in _text(document)


def test_source_of_which_nothing_is_known_is_left_out() -> None:
    assert not list(_page(SAMPLE, Context(lambda _path: [])).iter("pre"))


def test_no_secret_is_in_the_page() -> None:
    page = render(SAMPLE, PLAIN)
    assert "JWT: •••" in page
    for shape in (CANARY, base64.b64encode(CANARY.encode()).decode()):
        assert shape not in page


def test_half_done_work_shows_in_the_plan() -> None:
    plan = _text(_by_id(_page(), "rec-P0-2"))
    assert plan.startswith("P0-2 Fix Hardcoded Secrets partly 2 h of 4 h 1 open finding")
    assert "done Rotate JWT_SECRET open Remove all plaintext secrets 1 open finding" in plan
    assert plan.endswith("What it comes down to 1 Literal secret is as it should be")


def test_done_work_shows_after_the_stages() -> None:
    stages = _by_class(_page(), "stage")
    assert [stage.get("aria-label") for stage in stages] == ["Week 1 (CRITICAL)", "Not in the report's roadmap", "Done"]
    assert "P1-1 Implement Load Testing done 0 h of 8 h 0 open findings" in _text(stages[-1])


def test_hours_that_an_earlier_stage_counts_are_not_shown_twice() -> None:
    stages = (SAMPLE.roadmap[0], replace(SAMPLE.roadmap[1], open=("P0-2",)))
    second = _by_class(_page(replace(SAMPLE, roadmap=stages)), "stage")[1]
    assert "P0-2 Fix Hardcoded Secrets partly counted above" in _text(second)


def test_a_trend_needs_two_runs() -> None:
    first = HistoryEntry.of(SAMPLE, "a", date(2025, 11, 10))
    assert not _by_class(_page(SAMPLE, replace(PLAIN, history=(first,))), "trend")
    last = replace(first, label="b", day=date(2025, 11, 12), score=55.0, remaining_hours=4.5, complete=False)
    document = _page(SAMPLE, replace(PLAIN, history=(first, last)))
    charts = _by_class(document, "trend")
    assert [next(svg.iter("polyline")).get("points") for svg in charts] == [
        "0.00,37.00 100.00,3.00",
        "0.00,37.00 100.00,3.00",
        "0.00,20.00 100.00,20.00",
    ]
    assert [svg.get("aria-label") for svg in charts] == [
        "Maturity: 55.0, +10.0 since 2025-11-10; lowest 45.0, highest 55.0",
        "Hours left: 4.5, +0.5 since 2025-11-10; lowest 4, highest 4.5",
        "Open findings: 3, ±0 since 2025-11-10; lowest 3, highest 3",
    ]
    assert [str(change.get("class")) for change in _by_class(document, "change")[:3]] == [
        "change good",
        "change bad",
        "change same",
    ]
    table = next(document.iter("table"))
    assert "b incomplete 2025-11-12 ≤ 55.0 4.5 1 1 0 1 a 2025-11-10 45.0 4 1 1 0 1" in _text(table)


def _bars(document: Element, label: str) -> list[list[tuple[str | None, str | None]]]:
    bars = [svg for svg in document.iter("svg") if label in str(svg.get("aria-label"))]
    return [[(part.get("class"), part.get("width")) for part in bar.iter("rect")][1:] for bar in bars]


def test_bars_of_hours_are_drawn_to_one_scale() -> None:
    assert _bars(_page(), "hours left") == [
        [("fill-left", "50.0"), ("fill-done", "25.0")],
        [("fill-done", "100.0")],
        [("fill-left", "75.0")],
        [("fill-left", "6.25")],
    ]


def test_a_capability_shows_what_it_had_and_what_it_gained() -> None:
    gained = replace(SAMPLE.capabilities[1], score=33.5)
    document = _page(replace(SAMPLE, capabilities=(gained,)))
    assert _bars(document, "33.5 points, assessed with 20, target 85") == [
        [("fill-score", "20.0"), ("fill-gained", "13.5")]
    ]
    assert "Secrets Management 33.5 +13.5" in _text(_by_id(document, "secrets-management"))


def test_open_findings_are_counted_by_section() -> None:
    (table,) = _by_class(_page(), "matrix")
    rows = [_text(row) for row in table.iter("tr")]
    assert rows == [
        "Section blocker high medium low all",
        "§3 Deployment Strategies Analysis 1 · · · 1",
        "§4 Infrastructure as Code · 1 · · 1",
        "Missed by the assessment · · · 1 1",
    ]


def test_claims_are_grouped_by_verdict_and_the_arithmetic_is_put_right() -> None:
    document = _page()
    groups = [_text(group) for group in _by_class(document, "claims")]
    assert groups == [
        "confirmed 1 claim TLS is optional. k8s/shop/ingress.yaml:2",
        "refuted 1 claim There are no tests. There are tests.",
        "It contradicts itself in 1 place Matter It states What follows, or what else it says Line "
        "average maturity score 42 39.1 1081",
    ]


def test_only_our_style_and_script_may_run_and_nothing_is_loaded() -> None:
    page = render(SAMPLE, PLAIN)
    document = _page()
    policy = next(item.get("content") for item in document.iter("meta") if item.get("http-equiv"))
    assert str(policy).startswith("default-src 'none'; ")
    assert "unsafe" not in str(policy)
    for tag in ("style", "script"):
        (element,) = document.iter(tag)
        digest = base64.b64encode(hashlib.sha256(str(element.text).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in str(policy)
    names = {name for element in document.iter() for name in element.attrib}
    assert not names & {"src", "srcset", "style", "action", "formaction", "data", "background"}
    assert not [name for name in names if name.startswith("on")]
    assert not re.findall(r"@import|url\(", page)
    assert not list(document.iter("link"))


def test_style_and_script_do_not_depend_on_the_report() -> None:
    for tag in ("style", "script"):
        assert next(_page(hostile("x")).iter(tag)).text == next(_page(CLEAN).iter(tag)).text


@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_add_no_element_and_no_attribute(text: str) -> None:
    def shape(report: Report) -> list[tuple[str, list[str]]]:
        return [(str(element.tag), sorted(element.attrib)) for element in _page(report).iter()]

    assert shape(hostile(text)) == shape(hostile("plain"))


def test_links_lead_into_the_page_or_to_the_web() -> None:
    policies = {
        name: replace(policy, related_resources=("javascript:alert(1)", "data:text/html,x", *policy.related_resources))
        for name, policy in SAMPLE.policies.items()
    }
    document = _page(replace(SAMPLE, policies=policies))
    targets = [str(link.get("href")) for link in document.iter("a")]
    ids = {element.get("id") for element in document.iter()}
    assert {target[1:] for target in targets if target.startswith("#")} <= ids
    outside = [target for target in targets if not target.startswith("#")]
    assert outside
    assert all(target.startswith("https://") for target in outside)


def test_ids_are_unique_controls_are_labelled_and_tables_have_heads() -> None:
    document = _page()
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    parents = {child: parent for parent in document.iter() for child in parent}
    for tag in ("input", "select"):
        assert all(parents[control].tag == "label" for control in document.iter(tag))
    assert all(cell.get("scope") for cell in document.iter("th"))
    assert all(svg.get("aria-label") for svg in document.iter("svg"))
    assert next(document.iter("html")).get("lang") == "en"


def test_many_findings_keep_the_page_in_bounds() -> None:
    many = tuple(finding("kubernetes/ingress_tls", "k8s/graphql-gateway/ingress.yaml", 3, "x") for _ in range(1000))
    page = render(replace(SAMPLE, findings=many), PLAIN)
    assert page.count('class="finding"') == 1000
    assert page.count("<pre") == 200
