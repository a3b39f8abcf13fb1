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
    return " ".join("".join(element.itertext()).split())


def _by_class(document: Element, name: str) -> list[Element]:
    return [element for element in document.iter() if name in (element.get("class") or "").split()]


def _by_id(document: Element, name: str) -> Element:
    (found,) = [element for element in document.iter() if element.get("id") == name]
    return found


@pytest.mark.parametrize(
    ("report", "headline", "tone"),
    [
        (SAMPLE, "Do not ship", "bad"),
        (INCOMPLETE, "No verdict: this run is incomplete", "bad"),
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
    assert "1 blocker; not yet the case: Ingress tls is as it should be 1" in blocks
    assert "4 of 14 h stated by the assessment" in hours
    assert "estimate ~6 / 6" in hours
    assert "it missed takes about 0.5 h more" in hours
    assert "45.0 of 85 points" in maturity
    assert "the assessment states 42; its own scores average 45.0" in maturity
    assert "P0-2 Fix Hardcoded Secrets 2 h P0-4" in first


def test_an_incomplete_run_says_what_is_missing_and_that_its_score_is_a_bound() -> None:
    document = _page(INCOMPLETE)
    (banner,) = _by_class(document, "incomplete")
    assert banner.get("role") == "alert"
    assert "k8s/broken.yaml:7:1 a tab indents this line; use spaces" in _text(banner)
    assert "≤ 45.0 at most, of 85 points" in _text(_by_class(document, "card")[2])


def test_a_finding_shows_its_place_environments_source_with_the_culprit_marked_and_the_chain() -> None:
    shown = _by_id(_page(), "kubernetes/ingress_tls")
    finding_ = _by_class(shown, "finding")[0]
    text = _text(finding_)
    assert "k8s/graphql-gateway/ingress.yaml:8:3 Ingress nova/graphql-gateway prod staging" in text
    assert [_text(mark) for mark in finding_.iter("mark")] == ["8 rules:"]
    assert "also decided by k8s/overlays/prod/kustomization.yaml:4:3" in text
    assert "Remedy Do what kubernetes/ingress_tls asks for." in _text(shown)


def test_source_of_which_nothing_is_known_is_left_out() -> None:
    assert not list(_page(SAMPLE, Context(lambda _path: [])).iter("pre"))


def test_no_secret_is_in_the_page() -> None:
    page = render(SAMPLE, PLAIN)
    assert "JWT: •••" in page
    for shape in (CANARY, base64.b64encode(CANARY.encode()).decode()):
        assert shape not in page


def test_half_done_work_shows_in_the_plan() -> None:
    plan = _text(_by_id(_page(), "rec-P0-2"))
    assert "P0-2 Fix Hardcoded Secrets partly 2 h of 4 h, 1 open finding" in plan
    assert "done Rotate JWT_SECRET open Remove all plaintext secrets 1 open finding" in plan


def test_a_trend_needs_two_runs() -> None:
    first = HistoryEntry.of(SAMPLE, "a", date(2025, 11, 10))
    assert not _by_class(_page(SAMPLE, replace(PLAIN, history=(first,))), "trend")
    document = _page(SAMPLE, replace(PLAIN, history=(first, replace(first, score=55.0))))
    assert "Maturity: 45.0 → 55.0" in _text(document)
    points = [next(svg.iter("polyline")).get("points") for svg in _by_class(document, "trend")]
    assert points == ["0.00,38.00 100.00,2.00", "0.00,38.00 100.00,38.00", "0.00,38.00 100.00,38.00"]


def test_bars_are_drawn_to_one_scale() -> None:
    document = _page()
    bars = [svg for svg in document.iter("svg") if "hours left" in str(svg.get("aria-label"))]
    widths = [[(part.get("class"), part.get("width")) for part in bar.iter("rect")][1:] for bar in bars]
    assert widths == [
        [("fill-left", "50.0"), ("fill-done", "25.0")],
        [("fill-done", "100.0")],
        [("fill-left", "75.0")],
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
