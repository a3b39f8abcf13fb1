"""Which policies an API server can ask, under which names, and why it cannot ask the others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from nova_policy.bundle.catalogue import Policy
from nova_policy.errors import UsageError

ROOM = "kubernetes"
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
_REASONS: Mapping[str, str] = {
    "cargo": "judges a Cargo manifest, which never reaches a cluster",
    "dockerfile": "judges a Dockerfile, which never reaches a cluster",
    "environment": "compares the objects of an environment; an API server sees them one by one, in any order",
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
    """Return the policies that judge one Kubernetes object by itself, as the API server sees it."""
    return tuple(policy for policy in policies if policy.room == ROOM)


def refusals(policies: Iterable[Policy]) -> tuple[Refusal, ...]:
    """Name every other policy, with the reason."""
    return tuple(Refusal(policy.id, _REASONS[policy.room]) for policy in policies if policy.room != ROOM)


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
