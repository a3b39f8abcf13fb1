"""What a user's METADATA says about a rule, as the catalogue has it; all of it may be left out."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from nova_policy.bundle.catalogue import Matcher, Policy
from nova_policy.bundle.metadata import Annotated
from nova_policy.custom.rules import Rule
from nova_policy.custom.sources import Sources
from nova_policy.errors import UsageError
from nova_policy.model import Severity

ORIGIN = "custom"
_CUSTOM_KEYS = ("severity", "section", "recommendation", "capability", "remediation", "matchers")
_ANYTHING = (
    Matcher(("*",), ("*",)),
    *(Matcher(input=name) for name in ("workflow", "action", "dockerfile", "cargo")),
)


def describe(
    rules: Sequence[Rule], blocks: Sequence[Annotated], sources: Sources, assessment: Mapping[str, Any]
) -> dict[str, Policy]:
    """Return a policy per rule, by identity.

    A rule is described by its own METADATA, or where several definitions share its name by one of scope `document`,
    on top of that of its package. Raises UsageError with a line for each value that is wrong or unknown.
    """
    if faults := [fault for block in blocks for fault in _faults(block, sources, assessment)]:
        raise UsageError("\n".join(faults), code="NOVA-E12")
    policies = {}
    for rule in rules:
        package = tuple(rule.package.split("."))
        of_package = _annotations(blocks, package, "package", "subpackages")
        of_rule = _annotations(blocks, (*package, rule.name), "document", "rule")
        policies[rule.id] = _policy(rule, {**of_package, **of_rule}, {**_custom(of_package), **_custom(of_rule)})
    return policies


def _annotations(blocks: Sequence[Annotated], path: tuple[str, ...], *scopes: str) -> Mapping[str, Any]:
    for scope in scopes:
        found = [
            block for block in blocks if block.path[: len(path)] == path and block.annotations.get("scope") == scope
        ]
        if len(found) == 1:
            return found[0].annotations
    return {}


def _custom(annotations: Mapping[str, Any]) -> Mapping[str, Any]:
    return annotations.get("custom") or {}


def _policy(rule: Rule, annotations: Mapping[str, Any], custom: Mapping[str, Any]) -> Policy:
    default = Severity.LOW if rule.name.startswith("warn") else Severity.HIGH
    matchers = tuple(Matcher.from_json(item) for item in custom.get("matchers", ()))
    return Policy(
        id=rule.id,
        title=_line(annotations.get("title")) or rule.name.replace("_", " "),
        description=_line(annotations.get("description")) or "A policy of your own, see --policy.",
        severity=Severity(custom.get("severity", default)),
        section=custom.get("section"),
        recommendation=custom.get("recommendation"),
        capability=custom.get("capability", "infrastructure-as-code"),
        origin=ORIGIN,
        remediation=_line(custom.get("remediation")) or "See the policy.",
        matchers=matchers or _ANYTHING,
        parameters=(),
        related_resources=tuple(item["ref"] for item in annotations.get("related_resources", ())),
    )


def _line(text: object) -> str:
    return " ".join(str(text or "").split())


def _faults(block: Annotated, sources: Sources, assessment: Mapping[str, Any]) -> Iterator[str]:
    from jsonschema import Draft202012Validator

    custom = _custom(block.annotations)
    place = f"{sources.path(block.file)}:{block.row}: METADATA"
    for error in Draft202012Validator(_schema()).iter_errors(custom):
        yield f"{place}: {'/'.join(map(str, error.path))}: {error.message}"
    for key in custom:
        if key not in _CUSTOM_KEYS and (meant := difflib.get_close_matches(key, _CUSTOM_KEYS, n=1, cutoff=0.8)):
            yield f"{place}: unknown key custom.{key}; did you mean {meant[0]}?"
    for key, kind in (("section", "sections"), ("recommendation", "recommendations"), ("capability", "capabilities")):
        known = {entry["id"] for entry in assessment[kind]}
        if isinstance(custom.get(key), str) and custom[key] not in known:
            yield f"{place}: the assessment has no {key} {custom[key]!r}"
    for link in block.annotations.get("related_resources", ()):
        if not link["ref"].startswith(("https://", "http://")):
            yield f"{place}: related_resources must be web addresses"


def _schema() -> dict[str, Any]:
    """Return those parts of our own contract for METADATA that a user's may have."""
    contract = json.loads(files("nova_policy.bundle").joinpath("metadata.schema.json").read_text("utf-8"))
    parts = contract["properties"]["custom"]["properties"]
    return {"type": "object", "properties": {key: parts[key] for key in _CUSTOM_KEYS}, "$defs": contract["$defs"]}
