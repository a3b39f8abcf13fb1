"""The stages of a Dockerfile: what each starts from, compiles, installs and ends up as."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.container_images import ImageReference, expand, parse_reference
from nova_policy.collect.dockerfile import Dockerfile, Instruction
from nova_policy.collect.shell import Command, Position, ShellOptions, Word, parse_script

_CARGO_BUILDS = frozenset({"build", "b", "rustc", "zigbuild", "auditable", "install", "leptos"})
_COMPILES = _CARGO_BUILDS - {"install"}
_MANIFEST = re.compile(
    r"(?:^|/)(?:Cargo\.(?:toml|lock)|rust-toolchain(?:\.toml)?|\.cargo(?:/.*)?|recipe\.json|clippy\.toml|rustfmt\.toml|deny\.toml)$"
)
_CACHED = re.compile(r"type=cache\b.*target=\S*(?:cargo|registry|target)")


@dataclass(frozen=True, slots=True)
class RunCommand:
    """A command of a RUN instruction, with its line in the file."""

    command: Command
    line: int
    instruction: Instruction


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage. *base* is the reference as far as ARGs resolve; *parent* the stage that it continues."""

    index: int
    name: str | None
    base: str
    parent: Stage | None
    reference: ImageReference | None
    resolved: bool
    line: int
    instructions: tuple[Instruction, ...]
    runs: tuple[RunCommand, ...] = field(repr=False)

    def lineage(self) -> Iterator[Stage]:
        """Yield the stage and those it continues, nearest first."""
        stage: Stage | None = self
        while stage is not None:
            yield stage
            stage = stage.parent

    @property
    def root_reference(self) -> ImageReference | None:
        """The image that the first stage of the lineage starts from; None when an ARG hides it."""
        return list(self.lineage())[-1].reference

    def last(self, command: str) -> Instruction | None:
        """Return the last instruction of this kind here or in the stages it continues."""
        for stage in self.lineage():
            for instruction in reversed(stage.instructions):
                if instruction.command == command:
                    return instruction
        return None


def stages_of(dockerfile: Dockerfile) -> tuple[Stage, ...]:
    """Return the stages in order; empty for a file without FROM."""
    stages: list[Stage] = []
    arguments: dict[str, str] = {}
    groups: list[list[Instruction]] = []
    for instruction in dockerfile.instructions:
        if instruction.command == "from":
            groups.append([instruction])
        elif groups:
            groups[-1].append(instruction)
        elif instruction.command == "arg":
            arguments.update(_defaults(instruction, arguments))
    named: dict[str, Stage] = {}
    for group in groups:
        stage = _stage(group, len(stages), named, arguments)
        stages.append(stage)
        if stage.name:
            named[stage.name.lower()] = stage
    return tuple(stages)


def _stage(group: Sequence[Instruction], index: int, named: Mapping[str, Stage], arguments: Mapping[str, str]) -> Stage:
    words = [value for value in group[0].value if value]
    written = words[0] if words else ""
    name = words[2] if len(words) >= 3 and words[1].upper() == "AS" else None
    base, resolved = expand(written, arguments)
    parent = named.get(base.lower())
    reference = parse_reference(base) if resolved and parent is None and base else None
    instructions = tuple(group[1:])
    runs = tuple(run for instruction in instructions for run in run_commands(instruction))
    return Stage(index, name, base, parent, reference, resolved, group[0].line, instructions, runs)


def _defaults(instruction: Instruction, known: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in instruction.value:
        name, equals, default = value.partition("=")
        if equals:
            found[name] = expand(default.strip("\"'"), {**known, **found})[0]
    return found


def run_commands(instruction: Instruction) -> Iterator[RunCommand]:
    """Yield the commands that a RUN starts, heredocs and exec form included."""
    if instruction.command != "run":
        return
    if instruction.is_json:
        words = tuple(Word(value, literal=True, position=Position(0, 0)) for value in instruction.value)
        if words:
            yield RunCommand(Command(words, ()), instruction.line, instruction)
        return
    text, first = _script(instruction)
    for command in parse_script(text, ShellOptions(errexit=False)).commands:
        yield RunCommand(command, first + command.position.row, instruction)


def _script(instruction: Instruction) -> tuple[str, int]:
    """Return the shell text of a RUN and the line of its first row; comments within continuations are continued."""
    if instruction.heredocs and instruction.value[:1] and instruction.value[0].startswith("<<"):
        return instruction.heredocs[0], instruction.line + 1
    lines = list(instruction.lines) or [""]
    head = re.match(r"\s*run\s+", lines[0], re.IGNORECASE)
    lines[0] = lines[0][head.end() :] if head else lines[0]
    while (flag := re.match(r"\s*--[\w-]+(?:=\S*)?\s*", lines[0])) and instruction.flags:
        lines[0] = lines[0][flag.end() :]
        if lines[0].strip() not in {"", "\\"}:
            continue
        return _script_behind_flags(lines, instruction)
    return "\n".join("\\" if index and _is_gap(line) else line for index, line in enumerate(lines)), instruction.line


def _script_behind_flags(lines: list[str], instruction: Instruction) -> tuple[str, int]:
    """Return the script behind flags that fill lines of their own."""
    rest = list(lines[1:])
    first = instruction.line + 1
    while rest and (_is_gap(rest[0]) or re.match(r"\s*(?:--[\w-]+(?:=\S*)?\s*)+\\?$", rest[0])):
        rest.pop(0)
        first += 1
    if rest:
        rest[0] = re.sub(r"^\s*(?:--[\w-]+=\S*\s+)+", "", rest[0])
    return "\n".join("\\" if index and _is_gap(line) else line for index, line in enumerate(rest)), first


def _is_gap(line: str) -> bool:
    stripped = line.strip()
    return not stripped or stripped.startswith("#")


def cargo_builds(stage: Stage) -> Iterator[tuple[str, RunCommand]]:
    """Yield the profile (debug, release, other, unknown) of each cargo command that compiles the program."""
    for run in stage.runs:
        arguments = run.command.arguments
        if run.command.program in {"cargo", "cross"}:
            words = [word for word in arguments if not word.startswith("+")]
            if words and words[0] in _CARGO_BUILDS:
                yield _profile(words, run), run


def _profile(words: list[str], run: RunCommand) -> str:
    if "--release" in words or "-r" in words:
        return "release"
    for index, word in enumerate(words):
        name = word.partition("=")[2] if word.startswith("--profile=") else ""
        if word == "--profile" and index + 1 < len(words):
            name = words[index + 1]
        if name:
            return {"release": "release", "dev": "debug", "debug": "debug"}.get(
                name, "unknown" if "$" in name else "other"
            )
    if words[0] == "install":
        return "debug" if "--debug" in words else "release"
    flags = (word for word in run.command.words[1:] if not word.literal)
    return (
        "unknown"
        if any(re.fullmatch(r"\$\{?\w*(?:FLAGS|ARGS|OPTS|PROFILE|MODE|RELEASE)\w*\}?", word.text) for word in flags)
        else "debug"
    )


def dependency_layer(stage: Stage) -> tuple[bool | None, int | None]:
    """Tell whether dependencies are compiled before the sources arrive, and the line of the first build without it.

    (None, None) where cargo compiles nothing.
    """
    layer, line = _own_layer(stage)
    if layer is False and any(_own_layer(parent)[0] for parent in list(stage.lineage())[1:]):
        return True, None
    return layer, line


def _own_layer(stage: Stage) -> tuple[bool | None, int | None]:
    manifests = sources = False
    runs: dict[int, list[RunCommand]] = {}
    for run in stage.runs:
        runs.setdefault(id(run.instruction), []).append(run)
    for instruction in stage.instructions:
        if instruction.command in {"copy", "add"} and not any(flag.startswith("--from=") for flag in instruction.flags):
            only_manifests = all(_MANIFEST.search(source) for source in instruction.value[:-1])
            manifests, sources = manifests or only_manifests, sources or not only_manifests
        for run in runs.get(id(instruction), ()):
            words = run.command.arguments
            if run.command.program not in {"cargo", "cross"} or not words:
                continue
            early = words[0] in {*_COMPILES, "fetch"} and manifests and not sources
            if words[:2] == ["chef", "cook"] or early:
                return True, None
            if words[0] in _COMPILES:
                cached = any(_CACHED.search(flag) for flag in instruction.flags)
                return (True, None) if cached else (False, run.line)
    return None, None


_INSTALLERS = {
    "apt-get": "install",
    "apt": "install",
    "apk": "add",
    "yum": "install",
    "dnf": "install",
    "microdnf": "install",
}


def installed_packages(stage: Stage) -> Iterator[tuple[str, str, int]]:
    """Yield name, package manager and line of each operating system package that the stage installs."""
    for run in stage.runs:
        manager = run.command.program
        words = run.command.words[1:]
        verbs = [index for index, word in enumerate(words) if word.text == _INSTALLERS.get(manager)]
        if not verbs:
            continue
        first = run.line - run.command.position.row
        takes_value = False
        for word in words[verbs[0] + 1 :]:
            skip, takes_value = takes_value, word.text in {"-t", "--virtual", "--target-release", "-o"}
            if not skip and not word.text.startswith("-") and word.literal:
                name = re.split(r"[=<>~@]", word.text, maxsplit=1)[0]
                yield name, manager.removesuffix("-get"), first + word.position.row
