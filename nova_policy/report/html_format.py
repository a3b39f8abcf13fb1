"""One self-contained HTML file: no request leaves it, and its policy lets nothing run that is not ours."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import Any

from nova_policy.assess.recommendation import EffortSource
from nova_policy.assess.report import Report
from nova_policy.assess.score import CapabilityScore
from nova_policy.model import Severity
from nova_policy.report import html_charts, html_view
from nova_policy.report.escape import visible
from nova_policy.report.excerpt import Excerpts
from nova_policy.report.formats import Context
from nova_policy.report.html_findings import blocking, policy_views
from nova_policy.report.html_trend import trends
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
    views = policy_views(report, Excerpts(context.sources))
    work = unfinished(report)
    return {
        "report": report,
        # Both are files of this package; nothing from a report is ever marked as safe.
        "style": Markup(style),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "content_policy": _content_policy(style, script),
        "answer": html_view.answer(report),
        "severities": list(Severity),
        "views": views,
        "shown": {view.policy.id for view in views},
        "blocking": blocking(views),
        "first": work[:_FIRST],
        "unfinished": len(work),
        "unstated": [item.id for item in work if item.effort_hours is None],
        "weakest": _weakest(report),
        "environments": sorted({visible(name) for finding in report.findings for name in finding.environments}),
        "plan": html_view.plan(report, views),
        "claims": html_view.claims(report),
        "history": context.history,
        **_charts(report, context),
    }


def _weakest(report: Report) -> list[CapabilityScore]:
    below = [item for item in report.capabilities if item.score < item.target]
    return sorted(below, key=lambda item: item.score)[:_WEAKEST]


def _charts(report: Report, context: Context) -> dict[str, Any]:
    return {
        "stated": report.hours(EffortSource.REPORT),
        "hours_rows": html_charts.hours_rows(report),
        "section_rows": html_charts.section_rows(report),
        "score_bar": html_charts.score_bar,
        "verdict_bar": html_charts.verdict_bar(report.claims) if report.claims else (),
        "trends": trends(context.history),
    }


def _content_policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _resource(name: str) -> str:
    return files("nova_policy.report").joinpath("templates", name).read_text("utf-8")
