"""The objects of an example as `nova-policy test` judges them, and what it finds in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.bundle.load import load_bundle
from nova_policy.collect.collector import CollectSettings, collect
from nova_policy.collect.project import Project
from nova_policy.engines.judge import judge
from nova_policy.engines.wasm import WasmEngine
from nova_policy.gatekeeper.admission import ROOM, admitted, constraint_name
from nova_policy.model import InputKind, Severity
from tests.e2e.api import Object

# What it finds has no effect since the API server does not know it there: it never gets past a server's own checks.
MISPLACED_FIELDS = "kubernetes/effective_fields"
_EXAMPLES = Path(__file__).parents[2] / "examples"
_MANIFESTS_ONLY = ("/*", "!/k8s")


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """What a policy that has a template found in an object."""

    policy: str
    message: str
    severity: Severity
    constraint: str

    def __str__(self) -> str:
        return f"[{self.constraint}] {self.message}"


@dataclass(frozen=True, slots=True)
class JudgedObject:
    """One object of one environment, and what is wrong with it, by itself or beside the others, sorted."""

    environment: str
    contents: Object
    reasons: tuple[Reason, ...]

    @property
    def at_the_door(self) -> tuple[Reason, ...]:
        """What can be said of it alone. What others have to do with it is left to the audit, when all are there."""
        return tuple(reason for reason in self.reasons if reason.policy.startswith(f"{ROOM}/"))

    @property
    def is_rejected(self) -> bool:
        """Whether an API server that knows its fields rejects it before asking anybody."""
        return any(reason.policy == MISPLACED_FIELDS for reason in self.reasons)

    def __str__(self) -> str:
        metadata = self.contents["metadata"]
        name = "/".join(filter(None, (metadata.get("namespace"), metadata["name"])))
        return f"{self.environment}: {self.contents['kind']} {name}"


Examples = Mapping[str, tuple[JudgedObject, ...]]
"""The objects by the name of their example."""


def judged_objects(example: str) -> tuple[JudgedObject, ...]:
    """Return every Kubernetes object of `examples/<example>`, judged by the policies that have a template."""
    project = collect(_EXAMPLES / example, CollectSettings(_MANIFESTS_ONLY))
    assert not project.problems
    found = _reasons(project)
    return tuple(
        JudgedObject(environment.name, _mapping(document.contents), tuple(sorted(found[id(document)])))
        for environment in project.environments
        for document in environment.documents
        if document.kind is InputKind.KUBERNETES
    )


def _reasons(project: Project) -> dict[int, set[Reason]]:
    bundle = load_bundle()
    policies: dict[str, Policy] = {policy.id: policy for policy in admitted(bundle.catalogue.policies.values())}
    judgement = judge(project, Catalogue(policies, bundle.catalogue.parameters), WasmEngine(bundle.module), {})
    assert not judgement.problems
    found: dict[int, set[Reason]] = defaultdict(set)
    for placed in judgement.denials:
        policy = policies[placed.denial.policy]
        found[id(placed.document)].add(
            Reason(policy.id, placed.denial.message, policy.severity, constraint_name(policy))
        )
    return found


def _mapping(contents: Any) -> Object:
    assert isinstance(contents, dict)
    return contents
