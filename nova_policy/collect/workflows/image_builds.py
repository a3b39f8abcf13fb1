"""The image builds in the steps of a pipeline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from nova_policy.collect.workflows.expressions import EXPRESSION
from nova_policy.collect.workflows.image_references import Reference, option, references_in
from nova_policy.collect.workflows.model import Job, Step, StepCommand
from nova_policy.collect.workflows.roles import pushes
from nova_policy.collect.workflows.scripts import joined
from nova_policy.model import Location

_BUILD_OPTIONS = re.compile(
    r"-[tfo]|--(?:tag|file|output|build-arg|target|platform|cache-from|cache-to|label|secret|ssh|progress|builder|network|add-host"
    r"|build-context|iidfile|metadata-file|shm-size|ulimit|attest|annotation|dest|context|dockerfile|destination)"
)


@dataclass(frozen=True, slots=True)
class Build:
    """One image build. *dockerfiles* are the files that it may use, () where that is not known."""

    job: Job = field(repr=False)
    step: Step = field(repr=False)
    at: Location
    references: tuple[Reference, ...]
    cache: bool
    context: str | None
    dockerfile: str | None
    dockerfiles: tuple[str, ...]
    pushes: bool
    push_condition: str | None = None
    describes: bool = False


def builds_of(job: Job, step: Step) -> Iterator[Build]:
    """Yield the builds of one step."""
    if step.uses is not None and "image_build" in step.roles:
        yield _action_build(job, step)
    for command in step.with_role("image_build"):
        yield _command_build(job, step, command)


def _action_build(job: Job, step: Step) -> Build:
    inputs = step.inputs
    push = inputs.get("push", "").strip()
    dockerfile = inputs.get("file") or None
    context = inputs.get("context") or None
    cached = any(inputs.get(name, "").strip() for name in ("cache-from", "cache-to"))
    remote = "depot" in (step.uses.action if step.uses else "")
    return Build(
        job,
        step,
        at=step.at,
        references=references_in(inputs.get("tags", ""), step.scope),
        cache=cached or remote or any(".cache-" in line for line in inputs.get("set", "").splitlines()),
        context=context,
        dockerfile=dockerfile,
        dockerfiles=_dockerfiles(step, (".",), dockerfile, context),
        pushes=pushes(inputs),
        push_condition=EXPRESSION.sub(lambda match: match[1].strip(), push) if "${{" in push else None,
        describes="sbom" in step.roles,
    )


def _dockerfiles(step: Step, folders: tuple[str, ...], dockerfile: str | None, context: str | None) -> tuple[str, ...]:
    written = dockerfile or (f"{context.rstrip('/')}/Dockerfile" if context else "Dockerfile")
    # An expression that may be empty, such as an input without a value, names no file.
    return tuple(path for path in dict.fromkeys(joined(folders, written, step.scope)) if path != ".")


def _command_build(job: Job, step: Step, command: StepCommand) -> Build:
    tags = [*option(command.words, "-t", "--tag", "--destination"), *option(command.words, "--dest")]
    outputs = option(command.words, "-o", "--output")
    dockerfile = next(iter(option(command.words, "-f", "--file", "--dockerfile")), None)
    context = _context(command)
    cached = option(command.words, "--cache-from", "--cache-to", "--cache-repo") or "--cache=true" in command.words
    return Build(
        job,
        step,
        at=command.at,
        references=tuple(reference for tag in tags for reference in references_in(tag, step.scope)),
        cache=bool(cached),
        context=context,
        dockerfile=dockerfile,
        dockerfiles=_dockerfiles(step, command.folders, dockerfile, context),
        pushes="image_push" in command.roles or any("push=true" in output for output in outputs),
        describes="sbom" in command.roles,
    )


def _context(command: StepCommand) -> str | None:
    positional: list[str] = []
    skip = True
    for index, word in enumerate(command.words):
        if skip:
            skip = word in {"buildx", "image", "builder"}
            continue
        if word.startswith("-"):
            takes = _BUILD_OPTIONS.fullmatch(word) and index + 1 < len(command.words)
            skip = bool(takes)
        else:
            positional.append(word)
    return positional[-1] if positional else None
