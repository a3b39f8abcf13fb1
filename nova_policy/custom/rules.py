"""Which rules of a user's Rego are asked, by conftest's conventions.

In the packages asked (`main`, or what --namespace names) these are `deny`, `violation` and `warn`, and the same with
`_name` behind it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nova_policy.custom.sources import Sources
from nova_policy.custom.syntax import Syntax, package_of
from nova_policy.errors import UsageError

CONVENTION = re.compile(r"(deny|violation|warn)(_[a-zA-Z0-9]+)*")
EXCEPTION = "exception"
DataPath = tuple[str, ...]
"""A package, or a name in one, below `data`."""


@dataclass(frozen=True, slots=True, order=True)
class Rule:
    """A rule that is asked: package `main`, name `deny_latest`. *excepted* tells whether `exception` is asked first."""

    package: str
    name: str
    excepted: bool = False

    @property
    def id(self) -> str:
        """The policy's identity: `custom/deny_latest`, in other packages `custom/team.k8s.deny_latest`."""
        return f"custom/{self.name}" if self.package == "main" else f"custom/{self.package}.{self.name}"


@dataclass(frozen=True, slots=True)
class Definition:
    """One rule as written: *kind* is what it yields, where that shows: set, object, function, boolean and so on."""

    file: str
    package: DataPath
    name: str
    kind: str


def definitions_in(sources: Sources, syntax: Syntax) -> list[Definition]:
    """Return all rules of the policies, in the order of files and lines."""
    return [
        Definition(file, package_of(module), rule["head"]["ref"][0]["value"], _kind(rule["head"]))
        for file in sources.policies
        for module in (syntax.modules[file],)
        for rule in module.get("rules", ())
    ]


def _kind(head: Mapping[str, Any]) -> str:
    if "args" in head:
        return "function"
    if len(head["ref"]) > 1:
        return "object"
    return "set" if "key" in head else str(head["value"]["type"])


def asked_rules(sources: Sources, definitions: Sequence[Definition], namespaces: Sequence[str]) -> tuple[Rule, ...]:
    """Return the rules to ask, sorted. Raises UsageError when there is none."""
    excepting = {item.package for item in definitions if item.name == EXCEPTION}
    rules = {
        Rule(".".join(item.package), item.name, item.package in excepting)
        for item in definitions
        if ".".join(item.package) in namespaces and CONVENTION.fullmatch(item.name)
    }
    if not rules:
        what = f"no rule deny, violation or warn in package {' or '.join(namespaces)}"
        raise UsageError(f"{', '.join(map(str, sources.folders))}: {what}", code="NOVA-E03")
    return tuple(sorted(rules))
