"""Looking for findings, with the mouse and without one."""

from __future__ import annotations

from contextlib import suppress

from playwright.sync_api import Error, Page, expect

from tests.browser.conftest import Look, OpenPage
from tests.report.sample import CLEAN, SAMPLE

TLS, SECRET, PINNED = "kubernetes/ingress_tls", "kubernetes/literal_secret", "workflow/pinned_actions"
ALL = {TLS: 1, SECRET: 1, PINNED: 1}


SHOWN = """() => Object.fromEntries([...document.querySelectorAll('.policy:not([hidden])')].map((policy) =>
    [policy.id, policy.querySelectorAll('.finding:not([hidden])').length]))"""


def _shows(page: Page, wanted: dict[str, int]) -> None:
    """Wait for the page to show these policies, with so many findings of each, and to say so."""
    equal = f"(wanted) => JSON.stringify(({SHOWN})()) === JSON.stringify(wanted)"
    with suppress(Error):
        page.wait_for_function(equal, arg=wanted, timeout=5_000)
    assert page.evaluate(SHOWN) == wanted
    total = sum(wanted.values())
    expect(page.locator("#shown")).to_have_text(f"{total} {'finding' if total == 1 else 'findings'} shown")


def test_at_first_all_that_is_open_is_shown(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    _shows(page, ALL)
    expect(page.locator("#clear")).to_be_hidden()


def test_waived_findings_and_those_of_the_baseline_show_on_demand(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.check("#settled")
    _shows(page, {TLS: 2, SECRET: 2, PINNED: 1})


def test_a_search_looks_at_messages_places_source_and_policies_and_unfolds_what_it_finds(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    for words, found in (
        ("without TLS", {TLS: 1}),
        ("secret.yaml", {SECRET: 1}),
        ("api.example.org", {TLS: 1}),
        ("PINNED_actions", {PINNED: 1}),
        ("ingress graphql", {TLS: 1}),
    ):
        page.fill("#search", words)
        _shows(page, found)
        expect(page.locator(".policy[open]")).to_have_count(1)
    page.click("#clear")
    _shows(page, ALL)
    expect(page.locator(".policy[open]")).to_have_count(0)


def test_a_search_without_success_says_so(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.fill("#search", "no such thing")
    _shows(page, {})
    expect(page.locator("#nothing")).to_be_visible()


def test_severities_sections_and_environments_narrow_what_is_shown(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.uncheck("[name=severity][value=blocker]")
    _shows(page, {SECRET: 1, PINNED: 1})
    page.click("#clear")
    page.select_option("#section", "4")
    _shows(page, {SECRET: 1})
    page.click("#clear")
    page.select_option("#environment", "staging")
    _shows(page, {TLS: 1})


def test_the_figures_lead_to_their_findings(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.click(".tile.high")
    _shows(page, {SECRET: 1})
    page.click(".matrix a >> text=Missed by the assessment")
    _shows(page, {PINNED: 1})


def test_a_link_unfolds_what_it_leads_to_even_what_is_filtered_out(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.uncheck("[name=severity][value=blocker]")
    _shows(page, {SECRET: 1, PINNED: 1})
    page.click(f".card a[href='#{TLS}']")
    expect(page.locator(f"[id='{TLS}']")).to_have_attribute("open", "")
    expect(page.locator(f"[id='{TLS}'] mark")).to_be_in_viewport()
    _shows(page, ALL)


def test_the_address_of_a_policy_opens_it(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.goto(f"{page.url}#%zz")
    page.evaluate(f"location.hash = '{SECRET}'")
    expect(page.locator(f"[id='{SECRET}'] mark")).to_be_in_viewport()


def test_all_is_in_reach_of_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("tls/")
    expect(page.locator("#search")).to_have_value("tls/")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("salt")
    _shows(page, {})
    page.click("#clear")
    expect(page.locator("#search")).to_be_focused()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.policy') !== null"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(f"[id='{TLS}']")).to_have_attribute("open", "")


def test_everything_unfolds_and_folds_at_once(open_page: OpenPage) -> None:
    page = open_page(SAMPLE)
    page.click("#unfold")
    expect(page.locator(".policy[open]")).to_have_count(3)
    page.click("#unfold")
    expect(page.locator(".policy[open]")).to_have_count(0)


def test_a_page_without_findings_has_nothing_to_filter(open_page: OpenPage) -> None:
    page = open_page(CLEAN)
    expect(page.locator(".filters")).to_have_count(0)
    expect(page.locator("text=Nothing was found.")).to_be_visible()


def test_without_script_everything_can_be_read(open_page: OpenPage) -> None:
    page = open_page(SAMPLE, Look(script=False))
    expect(page.locator(".filters")).to_be_hidden()
    page.click(f"[id='{TLS}'] summary")
    expect(page.locator(f"[id='{TLS}'] .finding")).to_have_count(2)
    expect(page.locator(f"[id='{TLS}'] mark")).to_be_visible()
