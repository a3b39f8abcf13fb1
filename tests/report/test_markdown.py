from __future__ import annotations

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from markdown_it import MarkdownIt

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.markdown import render
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, finding, hostile, sources


def _shown(report: Report) -> Element:
    """What a browser makes of it, after GitHub's Markdown: tables, strikethrough, bare links, HTML passed through."""
    html = MarkdownIt("gfm-like", {"html": True, "linkify": True}).render(render(report, Context(sources)))
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
    assert "P0-2 Fix Hardcoded Secrets: 2 h left, 1 open finding" in shown
    assert "Maturity: 45.0 of 85 points" in shown


def test_hours_by_priority_are_a_table() -> None:
    rows = [[cell.text or "".join(cell.itertext()) for cell in row] for row in _shown(SAMPLE).iter("tr")]
    assert ["Hours of P0", "4", "6"] in rows
    assert ["Hours that the assessment states", "4", "14"] in rows
    assert ["Hours by our estimate, where it states none", "~6", "~6"] in rows


def test_open_findings_are_grouped_by_policy_the_worst_first() -> None:
    summaries = ["".join(element.itertext()) for element in _shown(SAMPLE).iter("summary")]
    assert summaries == [
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
    left = re.search(r"… and (\d+) more findings of (\d+) policies; see the full report", text)
    assert left
    assert len(text) < 65_536
    assert shown + int(left[1]) == 1000


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
    assert f"dir/{text}.yaml:1:3" in cells
    assert text in cells
