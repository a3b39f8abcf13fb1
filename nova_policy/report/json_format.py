"""The report as JSON, for other programs: the contract is `schema.json` beside this file."""

from __future__ import annotations

import json

from nova_policy.assess.report import Report
from nova_policy.report.formats import Context


def render(report: Report, _context: Context) -> str:
    """Return JSON with two spaces of indentation and a line end."""
    return json.dumps(report.to_json(), indent=2, ensure_ascii=True) + "\n"
