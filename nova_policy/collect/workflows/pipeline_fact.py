"""The fact Pipeline, field by field as docs/facts/pipeline.md has it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files
from nova_policy.collect.secret_literals import MASK, is_placeholder, is_secret_literal, mask, mask_arguments
from nova_policy.collect.workflows.caches import caches_of
from nova_policy.collect.workflows.conditions import Runs
from nova_policy.collect.workflows.coverage import coverage_of
from nova_policy.collect.workflows.crates import cargo_targets_of
from nova_policy.collect.workflows.deployments import deployments_of
from nova_policy.collect.workflows.hygiene import cloud_logins_of, curl_pipes_of, script_injections_of, secrets_of
from nova_policy.collect.workflows.image_facts import image_fact
from nova_policy.collect.workflows.images import images_of
from nova_policy.collect.workflows.model import Job, Pipeline, Step, StepCommand
from nova_policy.collect.workflows.paths import paths_of
from nova_policy.collect.workflows.triggers import Trigger
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json, Location

_STDIN = "--password-stdin"
_LIST_FILTERS = ("branches", "tags", "paths", "types", "cron")


def pipeline_fact(pipeline: Pipeline, files: Files, by_title: Mapping[str, Sequence[Pipeline]]) -> Document:
    """Describe one pipeline; *by_title* are all workflows of the repository by their `name`."""
    titles = frozenset(by_title)
    return fact(
        "Pipeline",
        pipeline.path,
        Location(pipeline.path, 1),
        system=pipeline.system,
        title=pipeline.title,
        disabled=_disabled(pipeline),
        manual_only=bool(pipeline.triggers) and all(trigger.is_manual for trigger in pipeline.triggers),
        called_by=[place(at) for at in pipeline.called_by],
        triggers=[_trigger(trigger, titles) for trigger in pipeline.triggers],
        inputs=_inputs(pipeline),
        permissions=_permissions(pipeline.source.contents.get("permissions")),
        jobs=[_job(job, files) for job in pipeline.jobs],
        images=[image_fact(pipeline, image, files) for image in images_of(pipeline)],
        deployments=_deployments(pipeline, files, by_title),
        caches=caches_of(pipeline, files),
        coverage=coverage_of(pipeline),
        secrets=secrets_of(pipeline.source),
        cloud_logins=cloud_logins_of(pipeline),
        script_injections=script_injections_of(pipeline),
        curl_pipes=curl_pipes_of(pipeline),
    )


def _disabled(pipeline: Pipeline) -> Json:
    if pipeline.system != "github":
        return None
    at = pipeline.source.at(("on",))
    dead = [trigger for trigger in pipeline.triggers if trigger.is_dead]
    if dead and len(dead) == len(pipeline.triggers):
        return place(at, reason="every branch filter names a branch that cannot be meant")
    if pipeline.jobs and all(job.runs is Runs.NEVER for job in pipeline.jobs):
        return place(pipeline.jobs[0].at, reason="no job ever runs")
    return None


def _trigger(trigger: Trigger, titles: frozenset[str]) -> Json:
    fields: dict[str, Json] = {name: [*trigger.filters.get(name, ())] for name in _LIST_FILTERS}
    workflows: list[Json] = [place(at, name=name, exists=name in titles) for name, at in trigger.workflows]
    automatic = trigger.is_automatic(titles)
    return place(trigger.at, event=trigger.event, automatic=automatic, **fields, workflows=workflows)


def _inputs(pipeline: Pipeline) -> list[Json]:
    text = "\n".join(pipeline.source.lines)
    found: list[Json] = []
    for given in pipeline.inputs:
        name = re.escape(given.name)
        read = rf"\binputs\s*(?:\.\s*{name}(?![\w-])|\[\s*['\"]{name}['\"]\s*\])"
        used = bool(re.search(rf"{read}|toJSON\(\s*(?:github\.event\.)?inputs\s*\)", text, re.IGNORECASE))
        found.append(place(given.at, name=given.name, event=given.event, required=given.required, used=used))
    return found


def _permissions(value: Json) -> Json:
    if isinstance(value, Mapping):
        return {str(name): scalar(level) for name, level in value.items()}
    return value if isinstance(value, str) else None


def _job(job: Job, files: Files) -> Json:
    contents = job.contents
    environment = contents.get("environment")
    runners = [text for item in _runners(contents.get("runs-on")) for text in job.scope.expand(item)]
    timeout = contents.get("timeout-minutes")
    return place(
        job.at,
        id=job.id,
        name=scalar(contents.get("name")) or job.id,
        runs=job.runs.value,
        runs_reason=job.reason,
        condition=job.condition,
        needs=[place(at, job=name, exists=exists) for name, exists, at in job.needs],
        all_needs=[*job.all_needs],
        runs_on=[*dict.fromkeys(runners)],
        macos=any("macos" in runner.lower() for runner in runners),
        timeout_minutes=timeout if isinstance(timeout, (int, float)) and not isinstance(timeout, bool) else None,
        environment=scalar(mapping(environment).get("name")) or scalar(environment) or None,
        continue_on_error=any(lost.reason == "job continue-on-error" for step in job.steps for lost in step.ignored),
        permissions=_permissions(contents.get("permissions")),
        calls=_call(job),
        services=_services(job),
        matrix=_matrix(job),
        cargo_targets=cargo_targets_of(job, files),
        steps=[_step(step, files) for step in job.steps],
    )


def _runners(value: Json) -> list[str]:
    if isinstance(value, Mapping):
        return [scalar(item) for item in items(value.get("labels"))]
    return [scalar(item) for item in items(value)]


def _call(job: Job) -> Json:
    call = job.call
    if call is None:
        return None
    return place(call.at, workflow=call.workflow, local=call.local, exists=call.exists, pinned=call.pinned)


def _services(job: Job) -> list[Json]:
    found: list[Json] = []
    for name, service in mapping(job.contents.get("services")).items():
        image = scalar(mapping(service).get("image"))
        at = job.source.at((*job.path, "services", name))
        found.extend(place(at, name=name, image=text) for text in job.scope.expand(image)[:8])
    return found


def _matrix(job: Job) -> Json:
    matrix = job.matrix
    if matrix is None:
        return None
    axes: list[Json] = [
        {"name": axis.name, "values": [place(at, value=value) for value, at in axis.values]} for axis in matrix.axes
    ]
    return {"axes": axes, "combinations": [*matrix.combinations], "complete": matrix.complete}


def _step(step: Step, files: Files) -> Json:
    uses = step.uses
    return place(
        step.at,
        name=scalar(step.contents.get("name")) or None,
        id=scalar(step.contents.get("id")) or None,
        origin=step.origin,
        uses=place(uses.at, action=uses.action, ref=uses.ref, pinned=uses.pinned, local=uses.local, exists=uses.exists)
        if uses
        else None,
        inputs={name: mask(value) for name, value in step.inputs.items() if not is_secret_literal(name, value)},
        runs=step.runs.value,
        runs_reason=step.reason,
        condition=scalar(step.contents.get("if")) or None,
        working_directory=step.working_directory,
        missing_directories=[folder for folder in step.folders if folder not in files.folders],
        roles=[*step.roles],
        can_fail=step.can_fail,
        ignored_failures=[place(lost.at, reason=lost.reason) for lost in step.ignored],
        commands=[
            _command(step, command, files, following)
            for command, following in zip_longest(step.commands, step.commands[1:])
        ],
    )


def _command(step: Step, command: StepCommand, files: Files, following: StepCommand | None) -> Json:
    says_password = following is not None and following.reads[-1:] == (command.program,) and _STDIN in following.words
    words = [word if is_placeholder(word) else MASK for word in command.words] if says_password else command.words
    return place(
        command.at,
        program=mask(command.program),
        arguments=[*mask_arguments(list(words))],
        roles=[*command.roles],
        ignores_failure=bool(command.ignored),
        ignored_failures=[place(lost.at, reason=lost.reason) for lost in command.ignored],
        paths=paths_of(step, command, files),
    )


def _deployments(pipeline: Pipeline, files: Files, by_title: Mapping[str, Sequence[Pipeline]]) -> list[Json]:
    found: list[Json] = []
    for deployment in deployments_of(pipeline, by_title):
        job = deployment.job
        paths: list[Json] = [
            path for step in job.steps for command in step.commands for path in paths_of(step, command, files)
        ]
        found.append(
            place(
                deployment.at,
                job=job.id,
                runs=job.runs.value,
                kind=deployment.kind,
                gitops=deployment.gitops,
                waits=[place(at, can_fail=can_fail) for at, can_fail in deployment.waits],
                rollbacks=[place(at, automatic=automatic) for at, automatic in deployment.rollbacks],
                tested_by=[place(at, job=name) for at, name in deployment.tested_by],
                paths=paths,
            )
        )
    return found
