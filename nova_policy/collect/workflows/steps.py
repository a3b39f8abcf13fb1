"""The steps of a job in a row: composite actions of this repository are replaced by their steps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nova_policy.collect.files import Files
from nova_policy.collect.workflows.conditions import Known, Runs, when
from nova_policy.collect.workflows.expressions import Scope, is_open
from nova_policy.collect.workflows.gates import action_is_lax
from nova_policy.collect.workflows.model import IgnoredFailure, Step, StepCommand, Uses
from nova_policy.collect.workflows.roles import action_roles
from nova_policy.collect.workflows.scripts import ReadScript, joined, read_script, shell_options
from nova_policy.collect.workflows.source import local_action
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, scalar
from nova_policy.model import Json, KeyPath

_MAX_NESTING = 10
MAX_STEPS = 2000
_ORDER = (Runs.NEVER, Runs.ON_FAILURE, Runs.CONDITIONAL, Runs.ALWAYS)
_TALK = frozenset({"echo", "printf", "true", ":"})
_ADVISORY_ROLES = frozenset({"checkout", "setup", "cache", "notify", "registry_login", "cloud_login"})


@dataclass(slots=True)
class Budget:
    """How many steps a workflow may still come to, those of the actions and workflows that it uses included."""

    steps: int = MAX_STEPS
    exceeded: bool = False

    def take(self) -> bool:
        """Take one step; False when none is left."""
        self.steps -= 1
        self.exceeded = self.exceeded or self.steps < 0
        return self.steps >= 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What holds around a list of steps.

    *runs* and *ignored* come from the job and from the steps whose action is being followed. *defaults* are the
    job's or workflow's `defaults.run`; *seen* are the files being followed.
    """

    files: Files = field(repr=False)
    known: Known
    scope: Scope = field(repr=False)
    runs: Runs = Runs.ALWAYS
    reason: str | None = None
    ignored: tuple[IgnoredFailure, ...] = ()
    defaults: Mapping[str, Json] = field(default_factory=dict)
    origin: str = "job"
    seen: tuple[str, ...] = ()
    budget: Budget = field(default_factory=Budget)
    sources: dict[str, Source | None] = field(default_factory=dict, repr=False, compare=False)

    def source(self, path: str) -> Source | None:
        """Return an action or workflow that is used, parsed once."""
        if path not in self.sources:
            self.sources[path] = read_source(self.files, path)[0]
        return self.sources[path]


def stricter(first: tuple[Runs, str | None], second: tuple[Runs, str | None]) -> tuple[Runs, str | None]:
    """Return the verdict of the two that runs less often, with its reason."""
    return first if _ORDER.index(first[0]) <= _ORDER.index(second[0]) else second


def read_steps(source: Source, path: KeyPath, around: Surroundings) -> tuple[tuple[Step, ...], Scope]:
    """Read the list of steps at *path*; also the scope behind them, which holds their outputs."""
    value: Json = source.contents
    for key in path:
        value = mapping(value).get(str(key))
    steps: list[Step] = []
    scope = around.scope
    for index, entry in enumerate(items(value)):
        if isinstance(entry, Mapping) and around.budget.take():
            found, scope = _step(source, (*path, index), entry, replace(around, scope=scope))
            steps.extend(found)
    return tuple(steps), scope


def _step(
    source: Source, path: KeyPath, entry: Mapping[str, Json], around: Surroundings
) -> tuple[tuple[Step, ...], Scope]:
    """Return the step, or the steps of the local action that it uses, and the scope behind them."""
    environment = {name: scalar(value) for name, value in mapping(entry.get("env")).items()}
    scope = around.scope.with_values("env", environment)
    condition = scalar(entry["if"]) if entry.get("if") is not None else None
    runs, reason = stricter((around.runs, around.reason), when(condition, _known(around.known, scope)))
    ignored = around.ignored
    if scalar(entry.get("continue-on-error")).strip("${} ") == "true":
        ignored = (*ignored, IgnoredFailure("continue-on-error", source.at((*path, "continue-on-error"))))
    inner = replace(around, scope=scope, runs=runs, reason=reason, ignored=ignored)
    uses = _uses(source, path, entry, around.files)
    action = local_action(around.files, uses.action) if uses and uses.local else None
    if uses is not None and action is not None and action not in around.seen and len(around.seen) < _MAX_NESTING:
        followed, outputs = _follow(action, entry, inner)
        if followed is not None:
            caller = source.at(path)
            followed = tuple(replace(step, caller=caller) for step in followed)
            return followed, around.scope.with_choices(_named(entry, outputs))
    step, behind = _plain_step(source, path, entry, inner, uses, outer=around.scope)
    return (step,), behind


def _known(known: Known, scope: Scope) -> Known:
    literal = {
        path: texts[0]
        for path, texts in scope.values.items()
        if len(texts) == 1 and path.startswith("env.") and not is_open(texts[0])
    }
    return replace(known, values={**known.values, **literal})


def _uses(source: Source, path: KeyPath, entry: Mapping[str, Json], files: Files) -> Uses | None:
    written = entry.get("uses")
    if not isinstance(written, str):
        return None
    at = source.at((*path, "uses"))
    if written.startswith("./"):
        return Uses(written, None, pinned=True, local=True, exists=local_action(files, written) is not None, at=at)
    action, _, ref = written.partition("@")
    pinned = bool(re.fullmatch(r"[0-9a-f]{40}", ref)) or ref.startswith("sha256:")
    return Uses(action, ref or None, pinned, local=False, exists=None, at=at)


def _follow(
    action: str, entry: Mapping[str, Json], around: Surroundings
) -> tuple[tuple[Step, ...] | None, Mapping[str, tuple[str, ...]]]:
    """Return the steps of a composite action and its outputs; None for one that is no composite."""
    source = around.source(action)
    runs = mapping(source.contents.get("runs")) if source else {}
    if source is None or runs.get("using") != "composite":
        return None, {}
    given = {name: scalar(value) for name, value in mapping(entry.get("with")).items()}
    declared = mapping(source.contents.get("inputs")).items()
    defaults = {name: scalar(mapping(spec).get("default")) for name, spec in declared if "default" in mapping(spec)}
    scope = _without_steps(around.scope)
    choices = {f"inputs.{name}": around.scope.expand(value) for name, value in {**defaults, **given}.items()}
    inner = replace(
        around, scope=scope.with_choices(choices), origin="action", defaults={}, seen=(*around.seen, action)
    )
    steps, behind = read_steps(source, ("runs", "steps"), inner)
    outputs = mapping(source.contents.get("outputs")).items()
    return steps, {name: behind.expand(scalar(mapping(spec).get("value"))) for name, spec in outputs}


def _without_steps(scope: Scope) -> Scope:
    kept = {path: texts for path, texts in scope.values.items() if not path.startswith(("steps.", "inputs."))}
    return replace(scope, values=kept)


def _named(entry: Mapping[str, Json], outputs: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    identity = scalar(entry.get("id"))
    return {f"steps.{identity}.outputs.{name}": texts for name, texts in outputs.items()} if identity else {}


def _plain_step(
    source: Source,
    path: KeyPath,
    entry: Mapping[str, Json],
    around: Surroundings,
    uses: Uses | None,
    *,
    outer: Scope,
) -> tuple[Step, Scope]:
    inputs = {name: scalar(value) for name, value in mapping(entry.get("with")).items()}
    directory = scalar(entry.get("working-directory")) or scalar(around.defaults.get("working-directory")) or None
    folders = tuple(joined((".",), directory, around.scope)) if directory else (".",)
    script = _script(source, path, entry, around, folders)
    commands = script.commands if script else ()
    roles = list(action_roles(uses.action, inputs)) if uses else []
    roles.extend(role for command in commands for role in command.roles)
    ignored, can_fail = _outcome(around.ignored, uses, inputs, script)
    step = Step(
        source=source,
        path=path,
        origin=around.origin,
        at=source.at(path),
        contents=entry,
        scope=script.scope if script else around.scope,
        runs=around.runs,
        reason=around.reason,
        ignored=ignored,
        roles=tuple(dict.fromkeys(roles)),
        can_fail=can_fail,
        uses=uses,
        inputs=inputs,
        working_directory=directory,
        folders=folders,
        commands=commands,
    )
    return step, outer.with_choices(_handed_on(entry, uses, inputs, script))


def _script(
    source: Source, path: KeyPath, entry: Mapping[str, Json], around: Surroundings, folders: tuple[str, ...]
) -> ReadScript | None:
    shell = scalar(entry.get("shell")) or scalar(around.defaults.get("shell")) or None
    options = shell_options(shell)
    text = source.text((*path, "run")) if isinstance(entry.get("run"), str) else None
    return read_script(text, options, around.scope, folders) if text is not None and options is not None else None


def _outcome(
    around: tuple[IgnoredFailure, ...],
    uses: Uses | None,
    inputs: Mapping[str, str],
    script: ReadScript | None,
) -> tuple[tuple[IgnoredFailure, ...], bool]:
    """Return why failures are lost, and whether one still counts: of the commands with a role, else of any."""
    if uses is not None and action_is_lax(uses.action, inputs):
        return (*around, IgnoredFailure("exit_code_zero", uses.at)), False
    if script is None:
        return around, not around
    matter = [command for command in script.commands if set(command.roles) - _ADVISORY_ROLES] or list(script.commands)
    lost = tuple(dict.fromkeys(reason for command in matter for reason in command.ignored))
    effective = any(
        not command.ignored and command.program not in {"echo", "printf", "true", ":"} for command in matter
    ) or any(_gives_up(command) for command in script.commands)
    return (*around, *lost), effective and not around


def _gives_up(command: StepCommand) -> bool:
    """Say whether a command ends the script as failed, such as `exit 1` behind a loop that waits for something."""
    return command.program == "exit" and command.words[:1] not in {(), ("0",)} and not command.ignored


def _handed_on(
    entry: Mapping[str, Json], uses: Uses | None, inputs: Mapping[str, str], script: ReadScript | None
) -> dict[str, tuple[str, ...]]:
    outputs: dict[str, tuple[str, ...]] = dict(script.outputs) if script else {}
    if uses is not None and uses.action.lower() == "docker/metadata-action":
        images = [line.strip() for line in re.split(r"[\n,]", inputs.get("images", "")) if line.strip()]
        tags = [line.strip() for line in inputs.get("tags", "").splitlines() if line.strip()] or ["type=ref"]
        outputs["tags"] = ("\n".join(f"{image}:${{{{ {tag} }}}}" for image in images for tag in tags),)
    found = _named(entry, outputs)
    for name, texts in (script.environment if script else {}).items():
        found[f"env.{name}"] = texts
    return found
