"""The report as JSON, for other programs: the contract is `schema.json` beside this file."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

from nova_policy.assess.report import Report
from nova_policy.errors import UsageError
from nova_policy.report.formats import Context
from nova_policy.report.layout import laid_out

_LARGEST = 2**53
"""Beyond this not all integers can be told apart."""


def render(report: Report, _context: Context) -> str:
    """Return JSON, a line for each finding, recommendation and so on."""
    return laid_out(report.to_json(), 3) + "\n"


def parse(text: str | bytes, name: str) -> Report:
    """Read a report that :func:`render` wrote; raises UsageError, with *name* and place, for anything else."""
    from jsonschema import Draft202012Validator

    try:
        value = json.loads(text, parse_int=_bounded, parse_float=_bounded, parse_constant=_bounded)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{name}: not a JSON report: {error}", code="NOVA-R01") from None
    version = value.get("schema_version", 1) if isinstance(value, dict) else 1
    if version != 1:
        raise UsageError(f"{name}: report of schema_version {version}; this program reads 1", code="NOVA-R01")
    fault = next(iter(Draft202012Validator(schema()).iter_errors(value)), None)
    if fault is not None:
        where = "/".join(map(str, fault.absolute_path)) or "document"
        raise UsageError(f"{name}: not a report of nova-policy: {where}: {fault.message[:120]}", code="NOVA-R01")
    try:
        report = Report.from_json(value)
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{name}: not a report of nova-policy: {error}", code="NOVA-R01") from None
    if unknown := _unknown(report):
        raise UsageError(f"{name}: not a report of nova-policy: {unknown} is not defined in it", code="NOVA-R01")
    return report


def _bounded(text: str) -> int | float:
    """Read a number that means something here; raises ValueError for others, which JSON allows or Python adds."""
    value = float(text)
    if not abs(value) < _LARGEST:
        raise ValueError(f"the number {text[:20]} is beyond all measure")
    return int(value) if value.is_integer() and "." not in text else value


def _unknown(report: Report) -> str | None:
    """Return a policy or recommendation that is referred to and not there; no schema can tell."""
    policies = {finding.policy for finding in report.findings} - set(report.policies)
    known = {item.id for item in report.recommendations}
    named = {name for stage in report.roadmap for name in stage.open} - known
    return next(iter(sorted(policies | named)), None)


def schema() -> Any:
    """Return the JSON Schema of a report."""
    return json.loads(files("nova_policy.report").joinpath("schema.json").read_text("utf-8"))
