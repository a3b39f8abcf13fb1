"""Pipelines as they run: jobs with their needs, and steps in a row whatever file they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nova_policy.collect.workflows.conditions import Runs
from nova_policy.collect.workflows.expressions import Scope
from nova_policy.collect.workflows.matrix import Matrix
from nova_policy.collect.workflows.triggers import Input, Trigger
from nova_policy.collect.yaml_source import Source
from nova_policy.model import Json, KeyPath, Location


@dataclass(frozen=True, slots=True)
class IgnoredFailure:
    """Why a failure is lost, and where that is said."""

    reason: str
    at: Location


@dataclass(frozen=True, slots=True)
class StepCommand:
    """A command of a step. *words* are as written, secrets included: mask them before they leave the collector.

    *folders* are the working directories that it may have, relative to the root; empty when that is not known.
    *reads* are the programs piped into it, *appends* the file that its output goes to.
    """

    program: str
    words: tuple[str, ...]
    roles: tuple[str, ...]
    ignored: tuple[IgnoredFailure, ...]
    at: Location
    folders: tuple[str, ...] = (".",)
    reads: tuple[str, ...] = ()
    appends: str | None = None
    fetches: bool = False


@dataclass(frozen=True, slots=True)
class Uses:
    """The action of a step. *exists* is None for actions of other repositories."""

    action: str
    ref: str | None
    pinned: bool
    local: bool
    exists: bool | None
    at: Location


@dataclass(frozen=True, slots=True)
class Step:
    """One step. *scope* is what its expressions can read, variables of its script included.

    *caller* is where the workflow uses the composite action, or calls the workflow, that the step stands in.
    """

    source: Source = field(repr=False)
    path: KeyPath
    origin: str
    at: Location
    contents: Mapping[str, Json] = field(repr=False)
    scope: Scope = field(repr=False)
    runs: Runs
    reason: str | None
    ignored: tuple[IgnoredFailure, ...]
    roles: tuple[str, ...]
    can_fail: bool
    uses: Uses | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    working_directory: str | None = None
    folders: tuple[str, ...] = (".",)
    commands: tuple[StepCommand, ...] = ()
    caller: Location | None = None

    @property
    def place(self) -> Location:
        """Where the workflow itself has the step: several may use one action, each for images of its own."""
        return self.caller or self.at

    @property
    def is_effective(self) -> bool:
        """Tell whether it runs in a run in which nothing failed before."""
        return self.runs in {Runs.ALWAYS, Runs.CONDITIONAL}

    def with_role(self, role: str) -> Iterator[StepCommand]:
        """Yield the commands that have *role*."""
        return (command for command in self.commands if role in command.roles)


@dataclass(frozen=True, slots=True)
class Call:
    """The reusable workflow that a job is."""

    workflow: str
    local: bool
    exists: bool | None
    pinned: bool
    at: Location


@dataclass(frozen=True, slots=True)
class Job:
    """One job, its steps flat."""

    id: str
    at: Location
    source: Source = field(repr=False)
    path: KeyPath
    contents: Mapping[str, Json] = field(repr=False)
    needs: tuple[tuple[str, bool, Location], ...]
    all_needs: tuple[str, ...]
    runs: Runs
    reason: str | None
    condition: str | None
    matrix: Matrix | None
    scope: Scope = field(repr=False)
    call: Call | None
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """One workflow or build specification."""

    source: Source = field(repr=False)
    system: str
    title: str
    triggers: tuple[Trigger, ...]
    inputs: tuple[Input, ...]
    jobs: tuple[Job, ...]
    called_by: tuple[Location, ...] = ()

    @property
    def path(self) -> str:
        """The file."""
        return self.source.path

    def job(self, identity: str) -> Job | None:
        """Return the job with this id."""
        return next((job for job in self.jobs if job.id == identity), None)

    def related(self, job: Job) -> Iterator[tuple[Job, bool]]:
        """Yield the jobs that *job* needs (False) and those that need it (True), in the order of the file."""
        for other in self.jobs:
            if other.id in job.all_needs:
                yield other, False
            elif job.id in other.all_needs:
                yield other, True
