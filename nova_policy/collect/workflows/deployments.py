"""The jobs that deploy: how they wait, how they take it back, what was tested before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from nova_policy.collect.workflows.conditions import Runs
from nova_policy.collect.workflows.model import Job, Pipeline, Step
from nova_policy.model import Location

_DEPLOYS = ("deploy_kubernetes", "deploy_other")
_TESTS = frozenset({"cargo_test", "unit_test", "e2e_test", "load_test", "contract_test"})
_GITOPS_PROGRAMS = frozenset({"kustomize", "argocd", "flux"})
_CLUSTER_ACTION = re.compile(r"(?:^|[/_-])(?:kind|k3d|k3s|minikube|microk8s)(?:$|[/_-])", re.IGNORECASE)
_CLUSTER_PROGRAMS = frozenset({"kind", "k3d", "k3s", "minikube", "microk8s"})
_CLUSTER_SCRIPT = "get.k3s.io"
_SELF_REVERTING = frozenset({"--atomic", "--rollback-on-failure"})


@dataclass(frozen=True, slots=True)
class Deployment:
    """A job that deploys. Places come in the order of the jobs and steps."""

    job: Job = field(repr=False)
    at: Location
    kind: str
    gitops: bool
    waits: tuple[tuple[Location, bool], ...]
    rollbacks: tuple[tuple[Location, bool], ...]
    tested_by: tuple[tuple[Location, str], ...]


def deployments_of(pipeline: Pipeline, by_title: Mapping[str, Sequence[Pipeline]]) -> tuple[Deployment, ...]:
    """Return the deployments of *pipeline*; *by_title* gives the workflows that `workflow_run` can wait for."""
    found: list[Deployment] = []
    for job in pipeline.jobs:
        deploying = [step for step in job.steps if any(role in step.roles for role in _DEPLOYS)]
        if not deploying or any(_starts_cluster(step) for step in job.steps):
            continue
        roles = {role for step in deploying for role in step.roles}
        kind = "kubernetes" if "deploy_kubernetes" in roles else "other"
        upstream = (
            other
            for trigger in pipeline.triggers
            for name, _ in trigger.workflows
            for other in by_title.get(name, ())
            if other is not pipeline
        )
        tests = [*_tests(pipeline, job, deploying[0]), *(test for other in upstream for test in _all_tests(other))]
        found.append(
            Deployment(
                job,
                deploying[0].at,
                kind,
                gitops=all(_is_gitops(step) for step in deploying),
                waits=tuple(_waits(job)),
                rollbacks=tuple(_rollbacks(pipeline, job)),
                tested_by=tuple(dict.fromkeys(tests)),
            )
        )
    return tuple(found)


def _starts_cluster(step: Step) -> bool:
    """Tell whether a step makes a cluster that ends with the job: what goes there is tested, not deployed."""
    if step.uses is not None and _CLUSTER_ACTION.search(step.uses.action):
        return True
    return any(
        command.program in _CLUSTER_PROGRAMS or any(_CLUSTER_SCRIPT in word for word in command.words)
        for command in step.commands
    )


def _is_gitops(step: Step) -> bool:
    programs = {command.program for role in _DEPLOYS for command in step.with_role(role)}
    return bool(programs) and programs <= _GITOPS_PROGRAMS


def _waits(job: Job) -> Iterator[tuple[Location, bool]]:
    for step in job.steps:
        outer = any(lost.reason.endswith("continue-on-error") for lost in step.ignored)
        waiting = [command for command in step.with_role("rollout_wait") if step.runs is not Runs.NEVER]
        if waiting:
            yield step.at, not outer and any(not command.ignored for command in waiting)
        elif step.inputs.get("wait-for-service-stability", "").strip() == "true":
            yield step.at, step.can_fail


def _rollbacks(pipeline: Pipeline, job: Job) -> Iterator[tuple[Location, bool]]:
    dependents = (other for other, later in pipeline.related(job) if later)
    for other in (job, *dependents):
        for step in other.steps:
            commands = list(step.with_role("rollback"))
            if not commands or step.runs is Runs.NEVER:
                continue
            itself = any(_SELF_REVERTING & set(command.words) for command in commands)
            yield commands[0].at, itself or step.runs is Runs.ON_FAILURE or _follows_a_wait(step)


def _follows_a_wait(step: Step) -> bool:
    """Tell whether the step reverts by itself: `kubectl rollout status … || kubectl rollout undo …`."""
    roles = [command.roles for command in step.commands if command.roles]
    return any("rollout_wait" in before and "rollback" in after for before, after in pairwise(roles))


def _is_test(step: Step) -> bool:
    return bool(_TESTS & set(step.roles)) and step.is_effective and step.can_fail


def _tests(pipeline: Pipeline, job: Job, first: Step) -> Iterator[tuple[Location, str]]:
    needed = [other for other, later in pipeline.related(job) if not later]
    for other in needed:
        for step in other.steps:
            if _is_test(step):
                yield step.at, other.id
    for step in job.steps:
        if step is first:
            return
        if _is_test(step):
            yield step.at, job.id


def _all_tests(pipeline: Pipeline) -> Iterator[tuple[Location, str]]:
    for job in pipeline.jobs:
        for step in job.steps:
            if _is_test(step):
                yield step.at, job.id
