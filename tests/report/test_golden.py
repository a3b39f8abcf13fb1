"""Every format against its golden file; `pytest tests/report --refresh-golden` writes them anew."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from nova_policy.report.formats import FORMATS, Context
from tests.report.sample import CLEAN, HOSTILE_TEXTS, INCOMPLETE, SAMPLE, hostile, sources

_ENDINGS = {
    "text": "txt",
    "json": "json",
    "markdown": "md",
    "sarif": "sarif",
    "junit": "xml",
    "github": "txt",
    "gitlab": "json",
    "sonarqube": "json",
    "html": "html",
}
_REPORTS = {"open": SAMPLE, "incomplete": INCOMPLETE, "clean": CLEAN}


@pytest.mark.parametrize("report", _REPORTS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_format_says_what_its_golden_file_says(
    name: str, report: str, golden: Callable[[str, str | bytes], None]
) -> None:
    golden(f"{name}-{report}.{_ENDINGS[name]}", FORMATS[name](_REPORTS[report], Context(sources)))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", HOSTILE_TEXTS)
def test_hostile_names_leave_nothing_that_a_terminal_or_decoder_obeys(name: str, text: str) -> None:
    shown = FORMATS[name](hostile(text), Context(sources))
    content = shown.encode("utf-8", "strict") if isinstance(shown, str) else shown
    assert not {character for character in content.decode() if ord(character) < 32} - {"\n"}
    assert not re.search(rb"(?m)^\s*::(?!(?:error|notice) )|##\w*\[", content)
    assert not set(content.decode()) & set("\x9b\u202e\u2066\u200b\ufeff\x7f")
