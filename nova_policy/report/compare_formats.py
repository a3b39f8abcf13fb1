"""The formats that show what changed, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nova_policy.report import compare_markdown, compare_text
from nova_policy.report.compare import Comparison
from nova_policy.report.formats import Context
from nova_policy.report.layout import laid_out


def _json(comparison: Comparison, _context: Context) -> str:
    return laid_out(comparison.to_json(), 2) + "\n"


COMPARISON_FORMATS: Mapping[str, Callable[[Comparison, Context], str]] = {
    "text": compare_text.render,
    "json": _json,
    "markdown": compare_markdown.render,
}
