"""Who scans, describes and signs an image: steps in its job, or along the needs of its job."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nova_policy.collect.workflows.conditions import Runs
from nova_policy.collect.workflows.image_references import Reference, option, references_in, same_image
from nova_policy.collect.workflows.images import Image
from nova_policy.collect.workflows.model import Job, Pipeline, Step
from nova_policy.collect.workflows.roles import unpacked
from nova_policy.model import Location


@dataclass(frozen=True, slots=True)
class Follower:
    """A step that does something with an image. *after* when it comes behind the push."""

    job: Job = field(repr=False)
    step: Step = field(repr=False)
    at: Location
    can_fail: bool
    same: bool | None
    after: bool


def followers(pipeline: Pipeline, image: Image, role: str) -> Iterator[Follower]:
    """Yield the effective steps with *role* in the image's job and along its needs that are about the image."""
    near = [(image.job, None), *pipeline.related(image.job)]
    for job, later in sorted(near, key=lambda item: pipeline.jobs.index(item[0])):
        for step in job.steps:
            if role not in step.roles or step.runs in {Runs.NEVER, Runs.ON_FAILURE}:
                continue
            after = later if later is not None else job.steps.index(step) > job.steps.index(image.step)
            for references, at, can_fail in _subjects(step, role):
                same = same_image(image.references, references)
                if same is not False:
                    yield Follower(job, step, at, can_fail, same, after or step is image.step)


_SUBJECT_INPUTS = ("image-ref", "image", "image_name", "subject-name", "image-name", "images")


def _subjects(step: Step, role: str) -> Iterator[tuple[tuple[Reference, ...], Location, bool]]:
    """Yield the references that a step is about, where, and whether it can fail."""
    if step.uses is not None:
        if "image_build" in step.roles:
            yield references_in(step.inputs.get("tags", ""), step.scope), step.at, step.can_fail
            return
        written = next((step.inputs[name] for name in _SUBJECT_INPUTS if step.inputs.get(name)), "")
        yield references_in(written, step.scope), step.at, step.can_fail
        return
    outer = any(lost.reason.endswith("continue-on-error") for lost in step.ignored)
    for command in step.with_role(role):
        if "image_build" in command.roles:
            tags = option(command.words, "-t", "--tag")
        else:
            _, words = unpacked(command.program, command.words)
            plain = [word for word in words if not word.startswith("-") and re.search(r"[/:$]", word)]
            tags = plain[-1:]
        references = tuple(reference for tag in tags for reference in references_in(tag, step.scope))
        yield references, command.at, not command.ignored and not outer
