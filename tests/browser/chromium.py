"""Where Chromium is: the machine's own, never one that a package downloads."""

from __future__ import annotations

import shutil

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_INSTALL = "Chromium is not on the PATH: apt-get install chromium"


def find_chromium() -> str | None:
    """Return the path of Chromium, or of a browser made of it."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)
