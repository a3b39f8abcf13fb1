"""An incomplete run is no verdict in any format, whatever else it shows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nova_policy.report.formats import FORMATS, Context
from tests.report.sample import INCOMPLETE, SAMPLE, sources

SILENT = replace(INCOMPLETE, findings=())
MARKS = {
    "json": '"complete": false',
    "sarif": '"executionSuccessful": false',
    "junit": 'errors="2"',
    "html": "No verdict",
}


def shown(name: str, report: object, **options: object) -> str:
    content = FORMATS[name](report, replace(Context(sources), **options))  # type: ignore[arg-type]
    return content.decode() if isinstance(content, bytes) else content


@pytest.mark.parametrize("name", FORMATS)
def test_it_says_so_and_what_was_not_judged(name: str) -> None:
    mark = MARKS.get(name, "INCOMPLETE")
    assert mark in shown(name, SILENT)
    assert mark not in shown(name, SAMPLE)
    assert "a tab indents this line" in shown(name, SILENT)


@pytest.mark.parametrize("name", FORMATS)
def test_it_never_says_that_all_is_well(name: str) -> None:
    for words in ("No open findings", "Ready to ship", "Nothing blocks"):
        assert words not in shown(name, SILENT)
    for options in ({"verbosity": -1}, {"width": 80}):
        assert MARKS.get(name, "INCOMPLETE") in shown(name, SILENT, **options)
