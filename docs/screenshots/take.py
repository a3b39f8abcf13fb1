"""Take the pictures of the HTML report that README.md shows.

The argument is the report's file. The pictures, `light.png`, `dark.png` and `phone.png`, are written beside this file,
with as few colours as they need.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.browser.chromium import HOW_TO_INSTALL, find_chromium

_DESK = ViewportSize(width=1280, height=820)
_PHONE = ViewportSize(width=390, height=820)
_COLOURS = 256


def main(report: str) -> None:
    """Take all pictures of the page in the file *report*."""
    path = find_chromium()
    if path is None:
        sys.exit(HOW_TO_INSTALL)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        _take(browser, report, "light", _DESK, "light")
        _take(browser, report, "dark", _DESK, "dark")
        _take(browser, report, "phone", _PHONE, "light")
        browser.close()


def _take(browser: Browser, report: str, name: str, size: ViewportSize, theme: Literal["light", "dark"]) -> None:
    page = browser.new_context(viewport=size, color_scheme=theme).new_page()
    page.goto(Path(report).resolve().as_uri())
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    small = picture.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(Path(__file__).with_name(f"{name}.png"), optimize=True)


if __name__ == "__main__":
    main(sys.argv[1])
