"""The images that a pipeline builds and pushes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.workflows.image_builds import Build, builds_of
from nova_policy.collect.workflows.image_references import Reference, references_in, same_image
from nova_policy.collect.workflows.model import Job, Pipeline, Step
from nova_policy.collect.workflows.roles import unpacked
from nova_policy.model import Location


@dataclass(frozen=True, slots=True)
class Image:
    """One image place: the push, with the build where this pipeline has it; else a build that nobody pushes."""

    job: Job = field(repr=False)
    step: Step = field(repr=False)
    at: Location
    references: tuple[Reference, ...]
    build: Build | None
    push_condition: str | None = None
    pushed: bool = True


def images_of(pipeline: Pipeline) -> tuple[Image, ...]:
    """Return the images in the order of the jobs and steps, and then the builds that nobody pushes."""
    if pipeline.called_by:
        return ()
    builds = [build for job in pipeline.jobs for step in job.steps for build in builds_of(job, step)]
    found: list[Image] = []
    claimed: set[int] = set()
    for job in pipeline.jobs:
        for step in job.steps:
            for build in (build for build in builds if build.step is step and build.pushes):
                at = build.at if pipeline.system == "codebuild" else step.place
                found.append(Image(job, step, at, build.references, build, build.push_condition))
            for references, at in _pushes(step, pipeline.system):
                known = _builds_of(job, builds, references)
                claimed.update(id(build) for build in known)
                found.append(Image(job, step, at, references, known[0] if known else None))
    unpushed = (build for build in builds if not build.pushes and id(build) not in claimed)
    found.extend(Image(build.job, build.step, build.at, build.references, build, pushed=False) for build in unpushed)
    return tuple(found)


def _builds_of(job: Job, builds: Sequence[Build], references: Sequence[Reference]) -> list[Build]:
    """Return the builds in the job or in those that it needs that give one of *references* its name."""
    near = {job.id, *job.all_needs}
    return [
        build
        for build in builds
        if build.job.id in near and not build.pushes and same_image(build.references, references)
    ]


def _pushes(step: Step, system: str) -> Iterator[tuple[tuple[Reference, ...], Location]]:
    """Yield what a step pushes that it does not build with the same command; one entry per repository."""
    by_repository: dict[tuple[str, ...], tuple[dict[Reference, None], Location]] = {}
    pushed = [command for command in step.with_role("image_push") if "image_build" not in command.roles]
    for command in pushed:
        program, words = unpacked(command.program, command.words)
        names = [word for word in words if not word.startswith("-")]
        target = names[-1] if names and names[-1] not in {"push", "compose"} else ""
        if not target and program not in {"docker", "docker-compose"}:
            continue
        references = references_in(target, step.scope)
        key = tuple(dict.fromkeys(reference.repository for reference in references))
        at = command.at if system == "codebuild" else step.place
        known, _ = by_repository.setdefault(key, ({}, at))
        known.update(dict.fromkeys(references))
    if step.uses is not None and "image_push" in step.roles and "image_build" not in step.roles:
        names_of = f"{step.inputs.get('registry', '')}/{step.inputs.get('image', '')}".strip("/")
        by_repository[(names_of,)] = (dict.fromkeys(references_in(names_of, step.scope)), step.place)
    for references_found, at in by_repository.values():
        yield tuple(references_found), at
