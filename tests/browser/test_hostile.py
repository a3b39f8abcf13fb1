"""Names that attack whoever reads the report, in the browser that they attack."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from nova_policy.report.formats import Context
from nova_policy.report.html_format import render
from tests.browser.conftest import OpenPage, dismiss_dialogs
from tests.report.sample import HOSTILE_TEXTS, SAMPLE, hostile, sources

ATTACKS = (
    *HOSTILE_TEXTS,
    "<iframe src=https://evil.example></iframe><link rel=stylesheet href=https://evil.example/x.css>",
    "<style>body{background:url(https://evil.example/x)}</style><base href=https://evil.example>",
    "</pre></details></main><form action=https://evil.example><input name=q autofocus onfocus=alert(1)>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
)


@pytest.mark.parametrize("text", ATTACKS)
def test_a_hostile_name_is_text_and_nothing_else(text: str, open_page: OpenPage) -> None:
    shape = "[...document.querySelectorAll('*')].map((it) => [it.tagName, it.getAttributeNames().sort()])"
    tame, attacked = open_page(hostile("plain")), open_page(hostile(text))
    attacked.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    tame.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert attacked.evaluate(shape) == tame.evaluate(shape)
    assert attacked.evaluate("document.querySelector('.message').textContent").startswith("Ingress ")


def test_no_link_runs_script(open_page: OpenPage) -> None:
    policies = {
        name: replace(policy, related_resources=("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x"))
        for name, policy in SAMPLE.policies.items()
    }
    page = open_page(replace(SAMPLE, policies=policies))
    schemes = page.evaluate("[...document.links].map((link) => link.protocol)")
    assert set(schemes) == {"file:"}


def test_the_policy_of_the_page_stops_what_is_injected_all_the_same(browser: Browser, tmp_path: Path) -> None:
    """Autoescaping is the lock, the content security policy the wall behind it."""
    text = render(SAMPLE, Context(sources))
    injected = "<img src=x onerror=alert(1)><script>alert(2)</script><style>h1{display:none}</style>"
    file = tmp_path / "report.html"
    file.write_text(text.replace("<main>", f"<main>{injected}"), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    dialogs: list[str] = []
    dismiss_dialogs(page, dialogs)
    page.goto(file.as_uri())
    assert dialogs == []
    assert page.is_visible("h1")
    context.close()


class _Recorder(SimpleHTTPRequestHandler):
    asked: list[str]

    def __init__(self, asked: list[str], *arguments: object, directory: str) -> None:
        self.asked = asked
        super().__init__(*arguments, directory=directory)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        self.asked.append(self.path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    handler = partial(_Recorder, asked, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def test_a_page_that_is_served_asks_the_server_for_itself_alone(
    browser: Browser, tmp_path: Path, server: tuple[str, list[str]]
) -> None:
    address, asked = server
    (tmp_path / "report.html").write_text(render(SAMPLE, Context(sources)), "utf-8")
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/report.html", wait_until="networkidle")
    page.click("#unfold")
    page.wait_for_load_state("networkidle")
    context.close()
    assert asked == ["/report.html"]
