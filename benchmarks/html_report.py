"""Time the HTML report of many findings: rendering it, opening it in Chromium, searching in it.

    python -m benchmarks.html_report [FINDINGS]

The findings are those of examples/nova, over and over, each time in a copy of its files; so every copy is masked anew.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, islice
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from nova_policy.assess.report import Report
from nova_policy.model import Finding, Location
from nova_policy.report.formats import Context
from nova_policy.report.html_format import render
from nova_policy.run import Result
from tests.browser.chromium import HOW_TO_INSTALL, find_chromium
from tests.browser.model import model

_RUNS = 5
_LOADED = """() => {
    const [it] = performance.getEntriesByType('navigation');
    return it.loadEventEnd - it.startTime;
}"""
_SEARCH = """async (words) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const search = document.getElementById('search');
    const before = document.getElementById('shown').textContent;
    const start = performance.now();
    search.value = words;
    search.dispatchEvent(new Event('input', { bubbles: true }));
    while (document.getElementById('shown').textContent === before) { await frame(); }
    await frame();
    await frame();
    return performance.now() - start;
}"""


def main(findings: int) -> None:
    """Print all figures, the median of some runs each."""
    result = model()
    report = replace(result.report, findings=tuple(islice(_copies(result.report), findings)))
    context = Context(lambda path: _lines(result, path))
    clock, processor = [], []
    for _ in range(_RUNS):
        start, used = time.perf_counter(), time.process_time()
        text = render(report, context)
        clock.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    print(f"{len(report.findings)} findings: {len(text.encode()) / 1e6:.1f} MB")
    print(f"rendered in {statistics.median(clock):.2f} s, {statistics.median(processor):.2f} s of it on the processor")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "report.html")
        page.write_text(text, "utf-8")
        _browse(page)


def _copies(report: Report) -> Iterator[Finding]:
    for number in count():
        for finding in report.findings:
            yield replace(
                finding,
                location=_moved(finding.location, number),
                related_locations=tuple(_moved(place, number) for place in finding.related_locations),
                fingerprint=f"{finding.fingerprint}{number}",
            )


def _moved(place: Location, number: int) -> Location:
    return replace(place, path=f"copy{number}/{place.path}")


def _lines(result: Result, path: str) -> list[str]:
    return result.project.lines(path.partition("/")[2])


def _browse(file: Path) -> None:
    path = find_chromium()
    if path is None:
        sys.exit(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        pages = [browser.new_page() for _ in range(_RUNS)]
        for page in pages:
            page.goto(file.as_uri(), timeout=120_000)
        _print("opened", [page.evaluate(_LOADED) for page in pages])
        for words in ("ingress", "ingress tls", "copy7/ secret", "nothing of the kind"):
            _print(f"search for {words!r}", [_search(page, words) for page in pages])
        _print("unfolded all", [_unfold(page) for page in pages])
        browser.close()


def _search(page: Page, words: str) -> float:
    return float(page.evaluate(_SEARCH, words))


def _unfold(page: Page) -> float:
    """Show everything again, unfold it, and wait until it is painted."""
    page.evaluate(_SEARCH, "")
    script = """async () => {
        const frame = () => new Promise((done) => requestAnimationFrame(done));
        const start = performance.now();
        document.getElementById('unfold').click();
        await frame();
        await frame();
        return performance.now() - start;
    }"""
    return float(page.evaluate(script))


def _print(what: str, milliseconds: list[float]) -> None:
    print(f"{what} in {statistics.median(milliseconds):.0f} ms (slowest {max(milliseconds):.0f} ms)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
