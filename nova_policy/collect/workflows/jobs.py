"""The jobs of a workflow: needs, matrices, conditions, and reusable workflows followed into their steps."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter

from nova_policy.collect.files import Files, normalise
from nova_policy.collect.workflows.conditions import Known, Runs, ignores_needs, when
from nova_policy.collect.workflows.expressions import Scope
from nova_policy.collect.workflows.matrix import matrix_of
from nova_policy.collect.workflows.model import Call, IgnoredFailure, Job, Step
from nova_policy.collect.workflows.steps import MAX_STEPS, Surroundings, read_steps, stricter
from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import Json, KeyPath, Location, Problem

_MAX_CALLS = 4
_MAX_JOBS = 500


@dataclass(slots=True)
class JobReader:
    """Reads the jobs of one workflow, those that are needed first. *around* is what holds for all of them."""

    source: Source
    around: Surroundings
    calls: int = 0
    _done: dict[str, Job] = field(default_factory=dict)

    def read(self) -> tuple[Job, ...]:
        """Return the jobs in the order of the file."""
        jobs = mapping(self.source.contents.get("jobs"))
        known = [identity for identity, job in jobs.items() if isinstance(job, Mapping)][:_MAX_JOBS]
        if len(jobs) > _MAX_JOBS:
            self.around.budget.exceeded = True
        for identity in _needed_first(known, jobs):
            self._done[identity] = self._read(identity)
        return tuple(self._done[identity] for identity in known)

    def _read(self, identity: str) -> Job:
        path: KeyPath = ("jobs", identity)
        contents = mapping(mapping(self.source.contents.get("jobs")).get(identity))
        needs = self._needs(path, contents)
        before = [self._done[name] for name, _, _ in needs if name in self._done]
        condition = scalar(contents["if"]) if contents.get("if") is not None else None
        matrix = matrix_of(self.source, path, contents.get("strategy"))
        scope = self._scope(contents, before)
        if matrix is not None:
            scope = replace(scope, combinations=matrix.texts())
        runs, reason = self._verdict(condition, needs, before)
        ignored = self.around.ignored
        if scalar(contents.get("continue-on-error")).strip("${} ") == "true":
            at = self.source.at((*path, "continue-on-error"))
            ignored = (*ignored, IgnoredFailure("job continue-on-error", at))
        around = replace(self.around, scope=scope, runs=runs, reason=reason, ignored=ignored)
        around = replace(around, defaults=_defaults(contents, self.around.defaults))
        call = _call(self.source, path, contents, self.around.files)
        steps, behind = (
            self._called(call, contents, around) if call else read_steps(self.source, (*path, "steps"), around)
        )
        return Job(
            id=identity,
            at=self.source.at(path),
            source=self.source,
            path=path,
            contents=contents,
            needs=needs,
            all_needs=tuple(sorted({job.id for job in before} | {name for job in before for name in job.all_needs})),
            runs=runs,
            reason=reason,
            condition=condition,
            matrix=matrix,
            scope=behind,
            call=call,
            steps=steps,
        )

    def _needs(self, path: KeyPath, contents: Mapping[str, Json]) -> tuple[tuple[str, bool, Location], ...]:
        known = mapping(self.source.contents.get("jobs"))
        base: KeyPath = (*path, "needs")
        written = contents.get("needs")
        if not isinstance(written, list):
            return tuple((scalar(name), scalar(name) in known, self.source.at(base)) for name in items(written))
        names = enumerate(scalar(name) for name in written)
        return tuple((name, name in known, self.source.at((*base, index))) for index, name in names)

    def _scope(self, contents: Mapping[str, Json], before: list[Job]) -> Scope:
        environment = {name: scalar(value) for name, value in mapping(contents.get("env")).items()}
        scope = self.around.scope.with_values("env", environment)
        outputs: dict[str, tuple[str, ...]] = {}
        for job in before:
            for name, value in mapping(job.contents.get("outputs")).items():
                outputs[f"needs.{job.id}.outputs.{name}"] = job.scope.expand(scalar(value))
        return scope.with_choices(outputs)

    def _verdict(
        self, condition: str | None, needs: tuple[tuple[str, bool, Location], ...], before: list[Job]
    ) -> tuple[Runs, str | None]:
        verdict = stricter((self.around.runs, self.around.reason), when(condition, self.around.known))
        unknown = next((name for name, exists, _ in needs if not exists), None)
        if unknown is not None:
            return Runs.NEVER, f"needs job {unknown}, which does not exist"
        dead = next((job for job in before if job.runs is Runs.NEVER), None)
        if dead is not None and not ignores_needs(condition):
            return Runs.NEVER, f"needs job {dead.id}, which never runs"
        return verdict

    def _called(self, call: Call, contents: Mapping[str, Json], around: Surroundings) -> tuple[tuple[Step, ...], Scope]:
        target = normalise(call.workflow) if call and call.exists else None
        if target is None or target in around.seen or self.calls >= _MAX_CALLS:
            return (), around.scope
        source = around.source(target)
        if source is None:
            return (), around.scope
        inner = replace(around, origin="workflow", seen=(*around.seen, target), defaults={})
        inner = replace(inner, scope=_called_scope(source, contents, around.scope))
        jobs = JobReader(source, inner, self.calls + 1).read()
        return tuple(replace(step, caller=call.at) for job in jobs for step in job.steps), around.scope


def _needed_first(identities: Sequence[str], jobs: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the jobs so that those a job needs come before it; jobs that need each other as they stand."""
    sorter = TopologicalSorter[str]()
    for identity in identities:
        needs = [scalar(name) for name in items(mapping(jobs[identity]).get("needs"))]
        sorter.add(identity, *(name for name in needs if name in jobs))
    wanted = frozenset(identities)
    try:
        return tuple(identity for identity in sorter.static_order() if identity in wanted)
    except CycleError:
        return tuple(identities)


def _called_scope(source: Source, contents: Mapping[str, Json], scope: Scope) -> Scope:
    declared = mapping(mapping(mapping(source.contents.get("on")).get("workflow_call")).get("inputs")).items()
    defaults = {name: scalar(mapping(spec).get("default")) for name, spec in declared if "default" in mapping(spec)}
    given = {name: scalar(value) for name, value in mapping(contents.get("with")).items()}
    inputs = {f"inputs.{name}": scope.expand(value) for name, value in {**defaults, **given}.items()}
    return workflow_scope(source, Scope().with_choices(inputs))


def workflow_scope(source: Source, scope: Scope) -> Scope:
    """Return *scope* with the workflow's `env`."""
    environment = {name: scalar(value) for name, value in mapping(source.contents.get("env")).items()}
    return scope.with_values("env", environment)


def _defaults(contents: Mapping[str, Json], outer: Mapping[str, Json]) -> Mapping[str, Json]:
    return {**outer, **mapping(mapping(contents.get("defaults")).get("run"))}


def _call(source: Source, path: KeyPath, contents: Mapping[str, Json], files: Files) -> Call | None:
    written = contents.get("uses")
    if not isinstance(written, str):
        return None
    at = source.at((*path, "uses"))
    if written.startswith("./"):
        target = normalise(written)
        return Call(written, local=True, exists=target in files.known, pinned=True, at=at)
    ref = written.partition("@")[2]
    return Call(written, local=False, exists=None, pinned=bool(re.fullmatch(r"[0-9a-f]{40}", ref)), at=at)


def read_jobs(
    source: Source, files: Files, known: Known, choices: Mapping[str, tuple[str, ...]]
) -> tuple[tuple[Job, ...], tuple[Problem, ...]]:
    """Read the jobs of the workflow in *source*; *choices* are the texts that its inputs can have.

    More jobs or steps than a limit are a problem: the rest has not been looked at.
    """
    defaults = mapping(mapping(source.contents.get("defaults")).get("run"))
    scope = workflow_scope(source, Scope().with_choices(choices))
    around = Surroundings(files, known, scope, defaults=defaults, seen=(source.path,))
    jobs = JobReader(source, around).read()
    if not around.budget.exceeded:
        return jobs, ()
    what = f"more than {_MAX_JOBS} jobs or {MAX_STEPS} steps, with the actions and workflows that it uses"
    return jobs, (Problem("NOVA-W01", what, "split the workflow", Location(source.path, 1)),)
