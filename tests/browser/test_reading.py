"""Whether people can read the report: on any screen, on paper, and by what axe-core knows of accessibility."""

from __future__ import annotations

from datetime import date
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.history import HistoryEntry
from tests.browser.conftest import DESK, PHONE, Look, OpenPage
from tests.browser.model import model
from tests.report.sample import CLEAN, INCOMPLETE, SAMPLE, hostile, sources

TABLET = ViewportSize(width=1024, height=768)
ZOOMED = ViewportSize(width=320, height=256)
LONG = "a-name-that-has-no-place-to-break" * 12
RUN = HistoryEntry.of(SAMPLE, "v1", date(2025, 11, 10))
WITH_HISTORY = Context(sources, history=(RUN, HistoryEntry.of(CLEAN, "v2", date(2026, 1, 11))))


def _unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")


def _overflowing(page: Page) -> list[str]:
    """What is wider than its place; a table may be, in a region that scrolls."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('body, body *')].filter((element) =>
             element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1
             && !element.matches('.hidden, .scroll, select, input, option, svg, svg *')
             && getComputedStyle(element).overflowX !== 'auto')
           .map((element) => `${element.tagName} ${element.className} ${element.textContent.trim().slice(0, 40)}`)"""
    )
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("report", [INCOMPLETE, CLEAN], ids=["incomplete", "clean"])
def test_axe_finds_nothing(
    report: Report, theme: Literal["light", "dark"], size: ViewportSize, open_page: OpenPage
) -> None:
    page = open_page(report, Look(size, theme), WITH_HISTORY)
    _unfold(page)
    violations = Axe().run(page).response["violations"]
    assert [(item["impact"], item["id"], [node["html"] for node in item["nodes"]]) for item in violations] == []


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE, ZOOMED], ids=["desk", "tablet", "phone", "zoomed"])
def test_nothing_is_wider_than_the_screen(size: ViewportSize, open_page: OpenPage) -> None:
    for report in (INCOMPLETE, hostile(LONG)):
        page = open_page(report, Look(size), WITH_HISTORY)
        _unfold(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert _overflowing(page) == []


def test_paper_shows_everything_and_cuts_nothing_off(open_page: OpenPage) -> None:
    a4 = ViewportSize(width=688, height=1017)
    page = open_page(hostile(LONG), Look(a4, "dark"), WITH_HISTORY)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert _overflowing(page) == []
    cut = "[...document.querySelectorAll('.scroll')].filter((it) => it.scrollWidth > it.clientWidth + 1).length"
    assert page.evaluate(cut) == 0
    expect(page.locator("details:not([open])")).to_have_count(0)
    expect(page.locator(".filters")).to_be_hidden()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("details[open]")).to_have_count(0)


def test_printing_unfolds_everything_and_folds_it_again(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    count = "document.querySelectorAll('details:not([open])').length"
    before = page.evaluate(count)
    page.evaluate(f"addEventListener('beforeprint', () => {{ window.foldedOnPaper = {count}; }})")
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert page.evaluate("window.foldedOnPaper") == 0
    expect(page.locator("details:not([open])")).to_have_count(before)


def test_a_real_report_is_readable_too(open_page: OpenPage) -> None:
    result = model()
    page = open_page(result.report, Look(PHONE, "dark"), Context(result.project.lines))
    expect(page.locator("h1")).to_have_text("Do not ship")
    _unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert _overflowing(page) == []
    assert page.evaluate("document.querySelectorAll('.finding').length") == len(result.report.findings)
