"""Which policies an API server can ask, under which names, and why it cannot ask the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from nova_policy.bundle.catalogue import Policy
from nova_policy.errors import UsageError
from nova_policy.gatekeeper.compared import comparisons, reasons

ROOM = "kubernetes"
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
_REASONS: Mapping[str, str] = {
    "cargo": "judges a Cargo manifest, which never reaches a cluster",
    "dockerfile": "judges a Dockerfile, which never reaches a cluster",
    "kustomize": "judges a kustomization, of which a cluster only sees the outcome",
    "manifest": "judges a YAML file as text; comments and keys given twice are gone before a cluster sees it",
    "pipeline": "judges a CI pipeline, which never reaches a cluster",
    "project": "compares the files of a repository, which never reach a cluster",
    "prometheus": "judges alert rules as Prometheus loads them, from files",
    "rust": "judges Rust sources, which never reach a cluster",
    "workflow": "judges a CI workflow, which never reaches a cluster",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A policy that admission cannot express, and why."""

    policy: str
    reason: str


def admitted(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    """Return the policies that have a template: what judges one object by itself, or with others of its namespace.

    Raises UsageError where two of them would have one name, or one has none.
    """
    found = tuple(policy for policy in policies if policy.room == ROOM or policy.id in comparisons())
    kinds: dict[str, str] = {}
    for policy in found:
        if (other := kinds.setdefault(template_kind(policy), policy.id)) != policy.id:
            raise UsageError(f"policies {other} and {policy.id} would have templates of one name; rename one")
    return found


def refusals(policies: Iterable[Policy]) -> tuple[Refusal, ...]:
    """Name every other policy, with the reason. Raises UsageError for a policy that nobody gave one."""
    known = tuple(policies)
    with_template = {policy.id for policy in admitted(known)}
    return tuple(Refusal(policy.id, _reason(policy)) for policy in known if policy.id not in with_template)


def _reason(policy: Policy) -> str:
    reason = reasons().get(policy.id) if policy.room == "environment" else _REASONS.get(policy.room)
    if reason is None:
        raise UsageError(f"policy {policy.id}: environment.toml of nova_policy/gatekeeper has no word on it")
    return reason


def select(policies: Iterable[Policy], patterns: Sequence[str]) -> tuple[Policy, ...]:
    """Return the policies whose id one of *patterns* (`kubernetes/ingress_*`) matches, all for no pattern.

    Raises UsageError for a pattern that matches none.
    """
    known = tuple(policies)
    for pattern in patterns:
        if not any(fnmatchcase(policy.id, pattern) for policy in known):
            raise UsageError(f"--select {pattern}: matches no policy; see `nova-policy list`")
    return tuple(p for p in known if not patterns or any(fnmatchcase(p.id, pattern) for pattern in patterns))


def template_kind(policy: Policy) -> str:
    """Return the Constraint's kind, such as NovaIngressTls; the template's name is the same in lower case.

    Raises UsageError where the policy's name makes no name for a CustomResourceDefinition.
    """
    kind = "Nova" + "".join(word.capitalize() for word in policy.id.partition("/")[2].split("_"))
    if not _KIND.fullmatch(kind):
        raise UsageError(f"policy {policy.id}: {kind!r} is no kind; name policies in letters, digits and _, up to 59")
    return kind


def constraint_name(policy: Policy) -> str:
    """Return the Constraint's name, such as ingress-tls."""
    return policy.id.partition("/")[2].replace("_", "-")
