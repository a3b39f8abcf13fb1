"""Which objects a patch's `target` selects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.traced import Traced

_REQUIREMENT = re.compile(
    r"\s*(?:(?P<absent>!)\s*(?P<without>[^\s=!,()]+)|(?P<key>[^\s=!,()]+)"
    r"(?:\s*(?P<operator>==|=|!=)\s*(?P<value>[^\s,=!()]*)|\s+(?P<set>in|notin)\s*\((?P<values>[^()]*)\))?)\s*(?:,|$)"
)
_LONGEST_NAME = 253
_MOST_QUANTIFIERS = 3


class NotFollowed(Exception):  # noqa: N818 - an outcome: we cannot tell what is selected
    """The selector is one that kustomize understands and we do not, or do not dare to run."""


def selects(selector: Traced, resource: Resource) -> bool:
    """Tell whether a target selects an object; kustomize's patterns match whole names. Raises NotFollowed."""
    current, original = resource.current, resource.original
    exact = {"group": current.group, "version": current.version, "kind": current.kind}
    if not all(_matches(selector.text(key), value) for key, value in exact.items()):
        return False
    if not any(_matches(selector.text("name"), identity.name) for identity in (original, current)):
        return False
    namespaces = (original.effective_namespace, current.effective_namespace)
    if not any(_matches(selector.text("namespace"), namespace) for namespace in namespaces):
        return False
    metadata = resource.tree.get("metadata")
    return all(
        _holds(selector.text(field), metadata.get(part) if metadata is not None else None)
        for field, part in (("labelSelector", "labels"), ("annotationSelector", "annotations"))
    )


def describe(selector: Traced) -> str:
    """Return a target as `kind=Deployment,name=web-.*`."""
    return ",".join(f"{key}={node.value}" for key, node in (selector.fields or {}).items())


def _matches(pattern: str, value: str) -> bool:
    if not pattern or pattern == value:
        return True
    if re.fullmatch(r"[\w-]*", pattern):
        return False
    return bool(_compiled(pattern)(value))


def _compiled(pattern: str) -> Callable[[str], object]:
    """Return a matcher, refusing patterns that could keep Python's backtracking busy for long."""
    branches = pattern.split("|")
    busy = any(sum(map(branch.count, "*+{?")) > _MOST_QUANTIFIERS for branch in branches)
    if busy or re.search(r"\)[*+{?]|\\[1-9]|\(\?", pattern):
        raise NotFollowed(pattern)
    try:
        expression = re.compile(pattern)
    except re.error:
        raise NotFollowed(pattern) from None

    def match(value: str) -> object:
        if len(value) > _LONGEST_NAME:
            raise NotFollowed(pattern)
        return expression.fullmatch(value)

    return match


def _holds(text: str, labels: Traced | None) -> bool:
    """Tell whether labels satisfy a label selector such as `app=web,tier in (a, b),!legacy`."""
    known: Mapping[str, Traced] = (labels.fields if labels is not None else None) or {}
    position = 0
    while position < len(text):
        requirement = _REQUIREMENT.match(text, position)
        if requirement is None or requirement.end() == position:
            raise NotFollowed(text)
        if not _satisfied(requirement, {key: str(node.value) for key, node in known.items()}):
            return False
        position = requirement.end()
    return True


def _satisfied(requirement: re.Match[str], labels: Mapping[str, str]) -> bool:
    if requirement["absent"]:
        return requirement["without"] not in labels
    value = labels.get(requirement["key"])
    if requirement["set"]:
        listed = value in [item.strip() for item in requirement["values"].split(",")]
        return listed == (requirement["set"] == "in")
    match requirement["operator"]:
        case "=" | "==":
            return value == requirement["value"]
        case "!=":
            return value != requirement["value"]
    return value is not None
