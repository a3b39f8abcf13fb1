"""The HTML report in a real browser: every page that a test opens must be quiet on its console and ask for nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, sync_playwright

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context
from nova_policy.report.html_format import render
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.report.sample import sources

PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1440, height=900)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    size: ViewportSize = field(default_factory=lambda: DESK)
    theme: Literal["light", "dark"] = "light"
    script: bool = True


OpenPage = Callable[..., Page]


def dismiss_dialogs(page: Page, seen: list[str]) -> None:
    """Add what `alert` and its like say to *seen*."""

    def dismiss(dialog: Dialog) -> None:
        seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", dismiss)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a machine of CI has it, elsewhere the tests say what is missing."""
    path = find_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail(HOW_TO_INSTALL)
    if path is None:
        pytest.skip(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[OpenPage]:
    """Open a report as a file; when the test is over, hold all that its pages did against what they may do."""
    complaints: list[str] = []
    requests: list[str] = []
    contexts: list[BrowserContext] = []

    def open_(report: Report, look: Look | None = None, context: Context | None = None) -> Page:
        look = look or Look()
        file = tmp_path / f"report{len(contexts)}.html"
        file.write_text(render(report, context or Context(sources)), "utf-8")
        window = browser.new_context(
            viewport=look.size,
            color_scheme=look.theme,
            java_script_enabled=look.script,
        )
        contexts.append(window)
        page = window.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: requests.append(request.url))
        dismiss_dialogs(page, complaints)
        page.goto(file.as_uri())
        return page

    yield open_
    for window in contexts:
        window.close()
    assert complaints == []
    assert requests == [(tmp_path / f"report{number}.html").as_uri() for number in range(len(contexts))]
