"""Coverage in pipelines: which tool, in which version, with which threshold, and where it is uploaded to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nova_policy.collect.facts import place
from nova_policy.collect.workflows.image_references import option
from nova_policy.collect.workflows.model import Job, Pipeline, Step, StepCommand
from nova_policy.model import Json

_TOOLS = ("tarpaulin", "llvm-cov", "grcov")
_UPLOADS = ("codecov", "coveralls", "codacy")
_THRESHOLDS = ("--fail-under", "--fail-under-lines", "--fail-under-functions", "--fail-under-regions")


def coverage_of(pipeline: Pipeline) -> list[Json]:
    """Return the fact's `coverage` in the order of the jobs and steps."""
    return [
        entry
        for job in pipeline.jobs
        for step in job.steps
        if step.origin != "workflow"
        for entry in (*_commands(job, step), *_uploads(job, step))
    ]


def _commands(job: Job, step: Step) -> Iterator[Json]:
    outer = any(lost.reason.endswith("continue-on-error") for lost in step.ignored)
    for command in step.with_role("coverage"):
        text = " ".join((command.program, *command.words))
        tool = next((name for name in _TOOLS if name in text), command.program)
        written = next(iter(option(command.words, *_THRESHOLDS)), None)
        can_fail = not command.ignored and not outer
        number: int | float | None = float(written) if written and re.fullmatch(r"\d+(?:\.\d+)?", written) else None
        number = int(number) if number is not None and float(number).is_integer() else number
        fields: dict[str, Json] = {"job": job.id, "tool": tool, "version": _version(job, tool), "fail_under": number}
        if written is not None:
            fields["fail_under_at"] = _word_at(step, command, _THRESHOLDS)
        yield place(
            command.at,
            **fields,
            fails_on_error=None,
            workspace=bool({"--workspace", "--all"} & set(command.words)),
            flags=[],
            matrix_job=job.matrix is not None,
            can_fail=can_fail,
            upload=False,
        )


def _word_at(step: Step, command: StepCommand, names: Sequence[str]) -> Json:
    """Return the line of an option; commands often go over several."""
    text = step.source.text((*step.path, "run"))
    if text is None:
        return command.at.to_json()
    for name in names:
        for match in re.finditer(re.escape(name), text.text):
            at = text.at(match.start())
            if at >= command.at:
                return at.to_json()
    return command.at.to_json()


def _version(job: Job, tool: str) -> str | None:
    """Return the version that an earlier `cargo install` or setup action of the job pins."""
    for step in job.steps:
        if step.uses is not None and tool in step.inputs.get("tool", ""):
            pinned = re.search(rf"{re.escape(tool)}@([\w.\-]+)", step.inputs["tool"])
            return pinned[1] if pinned else None
        for command in step.commands:
            words = command.words
            if command.program != "cargo" or not {"install", "binstall"} & set(words[:1]):
                continue
            for word in words:
                name, _, version = word.partition("@")
                if name == f"cargo-{tool}":
                    given = option(words, "--version", "--vers")
                    return version or (given[0].lstrip("=^~") if given else None)
    return None


def _uploads(job: Job, step: Step) -> Iterator[Json]:
    if "coverage_upload" not in step.roles:
        return
    name = step.uses.action.lower() if step.uses else " ".join(command.program for command in step.commands)
    flags = [flag.strip() for flag in re.split(r"[,\n]", step.inputs.get("flags", "")) if flag.strip()]
    strict = step.inputs.get("fail_ci_if_error") or step.inputs.get("fail-on-error")
    yield place(
        step.at,
        job=job.id,
        tool=next((tool for tool in _UPLOADS if tool in name), "other"),
        version=step.uses.ref if step.uses else None,
        fail_under=None,
        fails_on_error=None if step.uses is None else (strict or "false").strip().lower() == "true",
        workspace=False,
        flags=[*flags],
        matrix_job=job.matrix is not None,
        can_fail=step.can_fail,
        upload=True,
    )
