"""One self-contained HTML file: no request leaves it, and its policy lets nothing run that is not ours."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any

from nova_policy.assess.report import Report
from nova_policy.model import Severity
from nova_policy.report import html_charts, html_view
from nova_policy.report.escape import visible
from nova_policy.report.excerpt import Excerpts
from nova_policy.report.formats import Context
from nova_policy.report.wording import count, hours, unfinished

_FIRST = 5
_WEAKEST = 3


def render(report: Report, context: Context) -> str:
    """Return the page. Styles and script are constants of ours, allowed by their hashes; data is only ever text."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_resource),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"visible": visible, "hours": hours, "counted": count, "place": html_view.place}
    page: str = environment.get_template("report.html.j2").render(_page(report, context))
    return page


def _page(report: Report, context: Context) -> dict[str, Any]:
    from markupsafe import Markup

    style, script = _resource("style.css"), _resource("script.js")
    views = html_view.policy_views(report, Excerpts(context.sources))
    environments = sorted({name for finding in report.findings for name in finding.environments})
    return {
        "report": report,
        # Both are files of this package; nothing from a report is ever marked as safe.
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "content_policy": _content_policy(style, script),
        "answer": html_view.answer(report),
        "hours_left": html_view.hours_left(report),
        "severities": list(Severity),
        "views": views,
        "blocking": html_view.blocking(views),
        "first": unfinished(report)[:_FIRST],
        "weakest": sorted(report.capabilities, key=lambda item: item.score)[:_WEAKEST],
        "unfinished": len(unfinished(report)),
        "environments": [visible(name) for name in environments],
        "hours_rows": html_charts.hours_rows(report),
        "section_rows": html_charts.section_rows(report),
        "trends": html_charts.trends(context.history),
        "plan": html_view.plan(report),
    }


def _content_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return files("nova_policy.report").joinpath("templates", name).read_text("utf-8")
