"""AWS CodeBuild's buildspec.yml as a pipeline: one job, one step per command."""

from __future__ import annotations

from collections.abc import Iterator

from nova_policy.collect.shell import ShellOptions
from nova_policy.collect.workflows.conditions import Runs
from nova_policy.collect.workflows.expressions import Scope
from nova_policy.collect.workflows.model import Job, Pipeline, Step
from nova_policy.collect.workflows.scripts import read_script
from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import KeyPath

_PHASES = ("install", "pre_build", "build", "post_build")


def is_specification(source: Source) -> bool:
    """Tell whether the file is what its name says: it has a version and phases."""
    return "version" in source.contents and bool(mapping(source.contents.get("phases")))


def codebuild_pipeline(source: Source) -> Pipeline:
    """Read the phases in CodeBuild's order."""
    environment = mapping(mapping(source.contents.get("env")).get("variables"))
    scope = Scope().with_values("env", {name: scalar(value) for name, value in environment.items()})
    path: KeyPath = ("phases",)
    steps = tuple(_steps(source, scope))
    job = Job(
        id="build",
        at=source.at(path),
        source=source,
        path=path,
        contents={},
        needs=(),
        all_needs=(),
        runs=Runs.ALWAYS,
        reason=None,
        condition=None,
        matrix=None,
        scope=scope,
        call=None,
        steps=steps,
    )
    return Pipeline(source, "codebuild", source.path, (), (), (job,))


def _steps(source: Source, scope: Scope) -> Iterator[Step]:
    folders: tuple[str, ...] = (".",)
    phases = mapping(source.contents.get("phases"))
    for phase in _PHASES:
        for block in ("commands", "finally"):
            for index, command in enumerate(items(mapping(phases.get(phase)).get(block))):
                path: KeyPath = ("phases", phase, block, index)
                text = source.text(path)
                if not isinstance(command, str) or text is None:
                    continue
                # A command is a script of its own without -e; its last status is what counts.
                script = read_script(text, ShellOptions(errexit=False), scope, folders)
                folders = script.commands[-1].folders if script.commands else folders
                commands = script.commands
                matter = [item for item in commands if item.roles] or list(commands)
                lost = tuple(dict.fromkeys(reason for item in matter for reason in item.ignored))
                yield Step(
                    source=source,
                    path=path,
                    origin="job",
                    at=source.at(path),
                    contents={"name": phase},
                    scope=script.scope,
                    runs=Runs.ALWAYS,
                    reason=None,
                    ignored=lost,
                    roles=tuple(dict.fromkeys(role for item in commands for role in item.roles)),
                    can_fail=any(not item.ignored for item in matter),
                    commands=commands,
                )
