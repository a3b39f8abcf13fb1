from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt

from nova_policy.assess.report import Report
from nova_policy.model import Problem
from nova_policy.report.formats import Context
from nova_policy.report.markdown import render
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources


def _shown(report: Report) -> Element:
    """What a browser makes of it, after GitHub's Markdown: tables, strikethrough, bare links, HTML passed through."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(render(report, Context(sources, claims=True)))
    document: Element = html5lib.parse(html, namespaceHTMLElements=False)
    return document


def _tags(report: Report) -> list[str]:
    return [element.tag for element in _shown(report).iter() if isinstance(element.tag, str)]


def _texts(element: Element) -> list[str]:
    """Text as a filter for mentions sees it: what is in code is not looked at."""
    result: list[str] = []
    for part in element.iter():
        if part.tag != "code" and isinstance(part.tag, str):
            result.append(part.text or "")
        result.append(part.tail or "")
    return result


def test_the_answer_comes_first() -> None:
    lines = render(SAMPLE, Context(sources)).splitlines()
    assert lines[0] == "<!-- nova-policy -->"
    assert "3 open findings" in lines[2]
    shown = "".join(_shown(SAMPLE).itertext())
    assert "P0-2 Fix Hardcoded Secrets: 2 h (1 open finding)" in shown
    assert "Maturity: 45.0 of 100 points (assessed 45.0, target 85)" in shown


def _rows(report: Report) -> list[list[str]]:
    return [["".join(cell.itertext()) for cell in row] for row in _shown(report).iter("tr")]


def test_hours_are_a_table_in_which_estimates_stand_apart() -> None:
    rows = _rows(SAMPLE)
    assert ["P0", "4 of 6 h", ""] in rows
    assert ["in all", "4 of 14 h", "as the assessment states them"] in rows
    assert ["and", "~6 of ~6 h", "by our estimate, for what it recommends without hours"] in rows


def test_plan_maturity_metrics_and_claims_can_be_unfolded() -> None:
    rows = _rows(SAMPLE)
    for row in (
        ["§3 Deployment Strategies Analysis", "1 blocker"],
        ["Week 1 (CRITICAL)", "P0-2, P0-4", "4 h left"],
        ["Not in the report's roadmap", "P3-1, docker-image", "~6 h by our estimate"],
        ["Secrets Management", "20.0 of 85", "20", "kubernetes/literal_secret (+65)"],
        ["Security scan coverage", "0%", "100% by Week 1", "50 %"],
        ["Test coverage", "0.2%", "40% by Week 2", "Coverage needs a run of the tests."],
        ["confirmed", "TLS is optional.", "k8s/shop/ingress.yaml:2"],
        ["1081", "average maturity score", "42", "39.1"],
    ):
        assert row in rows
    items = ["".join(item.itertext()).splitlines()[0] for item in _shown(SAMPLE).iter("li")]
    assert "P0-2 Fix Hardcoded Secrets: partly, 2 of 4 h left" in items
    assert "open: Remove all plaintext secrets (1 open finding)" in items
    assert "Claims of the assessment" not in render(SAMPLE, Context(sources))


def test_open_findings_are_grouped_by_policy_the_worst_first() -> None:
    summaries = ["".join(element.itertext()) for element in _shown(SAMPLE).iter("summary")]
    assert summaries[-3:] == [
        "blocker kubernetes/ingress_tls (§3, P0-4): 1",
        "high kubernetes/literal_secret (§4, P0-2): 1",
        "low workflow/pinned_actions (observed): 1",
    ]


def test_an_incomplete_run_is_no_verdict_and_says_what_is_missing() -> None:
    shown = "".join(_shown(INCOMPLETE).itertext())
    assert "INCOMPLETE: 2 things could not be judged; this is no verdict" in shown
    assert "k8s/broken.yaml:7:1" in shown
    assert "No open findings" in "".join(_shown(CLEAN).itertext())
    assert "No open findings" not in "".join(_shown(replace(INCOMPLETE, findings=())).itertext())


def test_it_fits_into_a_comment_and_counts_what_it_left_out() -> None:
    message = "x" * 100
    many = tuple(
        finding(policy, f"{'d' * 80}/{n}.yaml", 1, message)
        for policy in ("kubernetes/ingress_tls", "kubernetes/literal_secret", "workflow/pinned_actions")
        for n in range(100)
    )
    text = render(replace(SAMPLE, findings=many), Context(sources))
    assert len(text) < 65_536
    assert text.count("… and 75 more") == 3
    policies = {f"room/p{n}": replace(SAMPLE.policies["kubernetes/ingress_tls"], id=f"room/p{n}") for n in range(200)}
    wide = tuple(
        replace(many[0], policy=name, fingerprint=f"{n:032x}") for n, name in enumerate(policies) for _ in range(5)
    )
    text = render(replace(SAMPLE, findings=wide, policies=policies), Context(sources))
    shown = sum(int(count) for count in re.findall(r": (\d+)</summary>", text))
    left = re.search(r"… and (\d+) more findings: what GitHub shows ends here", text)
    assert left
    assert len(text) < 65_536
    assert shown + int(left[1]) == 1000


def test_a_head_that_is_too_long_is_cut_and_says_so() -> None:
    problems = tuple(Problem("NOVA-Y01", f"{'x' * 4000} {n}", "mend it") for n in range(60))
    text = render(replace(INCOMPLETE, problems=problems), Context(sources))
    assert len(text) <= 65_536
    assert "INCOMPLETE" in text
    assert "… cut: what GitHub shows ends here" in text
    assert "… and 3 more findings" in text


@pytest.mark.parametrize(
    "text", [*HOSTILE_TEXTS, "~~x~~ **x** _x_ # x", "&lt;b&gt;", "a\\|b", "$x$", "- [x] y", "http://x.y"]
)
def test_hostile_names_add_no_element_link_or_mention(text: str) -> None:
    report = hostile(text)
    assert _tags(report) == _tags(hostile("plain"))
    seen = " ".join(_texts(_shown(report)))
    assert not re.search(r"(?<!\w)@\w|(?<!\w)#\d|\bGH-\d|https?://|www\.", seen)


@pytest.mark.parametrize("text", ["a|b`c", "``x", "a <b> & c", "1. x", "*x*"])
def test_names_are_shown_as_they_are(text: str) -> None:
    cells = ["".join(cell.itertext()) for cell in _shown(hostile(text)).iter("td")]
    assert f'Ingress "{text}" serves its hosts without TLS' in cells
    assert f"{text}.yaml:1:3" in cells
    assert text in cells
