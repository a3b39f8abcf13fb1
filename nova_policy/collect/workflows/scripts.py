"""The script of a step as commands with places, working directories and roles."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nova_policy.collect.files import normalise
from nova_policy.collect.node_text import NodeText
from nova_policy.collect.shell import Script, ShellOptions, parse_script
from nova_policy.collect.workflows.expressions import Scope, is_open
from nova_policy.collect.workflows.gates import command_is_lax
from nova_policy.collect.workflows.model import IgnoredFailure, StepCommand
from nova_policy.collect.workflows.roles import command_roles

_ELEMENTS = re.compile(r"\$\{(\w+)\[[@*]\]\}")


@dataclass(frozen=True, slots=True)
class ReadScript:
    """The commands of one script, and what it hands on: step outputs and environment variables, as written."""

    commands: tuple[StepCommand, ...]
    scope: Scope
    outputs: Mapping[str, tuple[str, ...]]
    environment: Mapping[str, tuple[str, ...]]


def shell_options(shell: str | None) -> ShellOptions | None:
    """Return the options that GitHub starts this shell with; None for what is no POSIX shell."""
    if shell is None:
        return ShellOptions(errexit=True, pipefail=False)
    words = shell.split()
    if not words or words[0].rpartition("/")[2] not in {"bash", "sh", "dash", "zsh"}:
        return None
    if len(words) == 1:
        return ShellOptions(errexit=True, pipefail=words[0] == "bash")
    errexit = any(re.fullmatch(r"-[a-z]*e[a-z]*", word) for word in words)
    return ShellOptions(errexit=errexit, pipefail="pipefail" in words)


def read_script(text: NodeText, options: ShellOptions, scope: Scope, folders: tuple[str, ...]) -> ReadScript:
    """Read the script *text* that starts in one of *folders*."""
    script = parse_script(text.text, options)
    inner = scope.with_shell(_variables(script))
    commands: list[StepCommand] = []
    handed: dict[str, dict[str, list[str]]] = {"GITHUB_OUTPUT": {}, "GITHUB_ENV": {}}
    for command in script.commands:
        words = tuple(command.arguments)
        at = text.at_row(command.position.row, command.position.column)
        if command.program in {"cd", "pushd"}:
            folders = _entered(folders, words, inner)
        elif command.program == "popd":
            folders = ()
        reasons = [
            IgnoredFailure(lost.reason, text.at_row(lost.position.row, lost.position.column))
            for lost in command.ignored
        ]
        roles = command_roles(command.program, words, command.reads)
        if command_is_lax(command.program, words):
            reasons.append(IgnoredFailure("exit_code_zero", at))
        commands.append(
            StepCommand(
                program=command.program,
                words=words,
                roles=roles,
                ignored=tuple(reasons),
                at=at,
                folders=folders,
                reads=command.reads,
                appends=command.appends,
                fetches=command.has_substituted_download,
            )
        )
        _hand_on(handed, command.appends, words)
    outputs, environment = (
        {
            name: tuple(dict.fromkeys(value for text in texts for value in inner.expand(text)))
            for name, texts in found.items()
        }
        for found in (handed["GITHUB_OUTPUT"], handed["GITHUB_ENV"])
    )
    return ReadScript(tuple(commands), inner, outputs, environment)


def _hand_on(handed: Mapping[str, dict[str, list[str]]], target: str | None, words: tuple[str, ...]) -> None:
    name = re.sub(r"[${}\"]", "", target or "")
    if name in handed and words:
        key, equals, value = words[-1].partition("=")
        if equals and re.fullmatch(r"[\w-]+", key):
            handed[name].setdefault(key, []).append(value)


def _entered(folders: tuple[str, ...], words: tuple[str, ...], scope: Scope) -> tuple[str, ...]:
    if len(words) != 1 or words[0] == "-":
        return ()
    return tuple(joined(folders, words[0], scope))


def joined(folders: tuple[str, ...], path: str, scope: Scope) -> Iterator[str]:
    """Yield what *path* is, seen from *folders*; nothing for what is outside the repository or not known."""
    for target in scope.expand(path):
        if is_open(target):
            continue
        workspace = re.sub(r"^/github/workspace/?", "./", target)
        for folder in folders:
            clean = normalise(posixpath.join(folder, workspace))
            if clean is not None and not workspace.startswith(("/", "~")):
                yield clean


def _variables(script: Script) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for name, words in script.assignments:
        for word in words:
            found.setdefault(name, {}).setdefault(word.text)
    for command in script.commands:
        for name, words in command.loops.items():
            for word in words:
                elements = _ELEMENTS.fullmatch(word.text)
                texts = tuple(found.get(elements[1], ())) if elements else (word.text,)
                found.setdefault(name, {}).update(dict.fromkeys(texts))
    return {name: tuple(texts) for name, texts in found.items()}
