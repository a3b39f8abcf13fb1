"""Dockerfiles as lists of instructions, in the shape that conftest's users know, with lines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nova_policy.collect.facts import Collected
from nova_policy.collect.files import Files, decode_text
from nova_policy.model import Document, InputKind, Json, KeyPath, Location, Problem

if TYPE_CHECKING:
    from dockerfile import Command

_NAME = re.compile(r"(?:^|\.)(?:dockerfile|containerfile)(?:$|[._-])", re.IGNORECASE)
_NO_DOCKERFILE = re.compile(
    r"\.(?:md|txt|sh|py|rs|js|ts|go|json|ya?ml|toml|dockerignore|swp|orig|rej|bak)$|~$", re.IGNORECASE
)
_JSON_FORMS = frozenset({"RUN", "CMD", "ENTRYPOINT", "SHELL", "HEALTHCHECK"})
_ERROR_LINES = 1000
_ERROR_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction; *lines* are its source lines from *line* (from 1) on, continuations and heredocs included."""

    command: str
    sub_command: str
    is_json: bool
    flags: tuple[str, ...]
    value: tuple[str, ...]
    stage: int
    line: int
    lines: tuple[str, ...] = field(repr=False)
    heredocs: tuple[str, ...] = field(default=(), repr=False)

    def to_json(self) -> dict[str, Json]:
        """Return conftest's object for it, and `StartLine`."""
        return {
            "Cmd": self.command,
            "SubCmd": self.sub_command,
            "JSON": self.is_json,
            "Flags": list(self.flags),
            "Value": list(self.value),
            "Stage": self.stage,
            "StartLine": self.line,
        }


@dataclass(frozen=True, slots=True)
class Dockerfile:
    """A parsed Dockerfile. Comments and parser directives are no instructions."""

    path: str
    instructions: tuple[Instruction, ...]

    def to_document(self) -> Document:
        """Return what policies of the room `dockerfile` judge."""
        contents = [instruction.to_json() for instruction in self.instructions]
        lines = tuple(instruction.line for instruction in self.instructions)
        return Document(self.path, InputKind.DOCKERFILE, contents, InstructionLocator(self.path, lines))


@dataclass(frozen=True, slots=True)
class InstructionLocator:
    """Locates a path at its instruction's first line; the file's first instruction stands for what is missing."""

    path: str
    lines: tuple[int, ...]

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of the instruction that *path* begins with."""
        index = path[0] if path and isinstance(path[0], int) else 0
        line = self.lines[index] if 0 <= index < len(self.lines) else self.lines[0] if self.lines else 1
        return (Location(self.path, line),)


def is_dockerfile(path: str) -> bool:
    """Tell by its name whether a file is a Dockerfile: Dockerfile, Dockerfile.prod, x.dockerfile, Containerfile."""
    name = path.rpartition("/")[2]
    return bool(_NAME.search(name)) and not _NO_DOCKERFILE.search(name)


def read_dockerfiles(files: Files) -> tuple[tuple[Dockerfile, ...], tuple[Problem, ...]]:
    """Parse all Dockerfiles of a repository, in the order of their paths."""
    parsed = [parse_dockerfile(files.read(path), path) for path in files.paths if is_dockerfile(path)]
    dockerfiles = tuple(item for item in parsed if isinstance(item, Dockerfile))
    return dockerfiles, tuple(item for item in parsed if isinstance(item, Problem))


def collect_dockerfiles(files: Files) -> Collected:
    """Give every Dockerfile as a document, and as a fact that says what its build makes."""
    dockerfiles, problems = read_dockerfiles(files)
    if not dockerfiles:
        return Collected((), problems)
    from nova_policy.collect.container_build import container_build

    documents = tuple(dockerfile.to_document() for dockerfile in dockerfiles)
    return Collected((*documents, *(container_build(dockerfile) for dockerfile in dockerfiles)), problems)


def parse_dockerfile(data: bytes, path: str) -> Dockerfile | Problem:
    """Parse with BuildKit's parser; what it refuses is a problem at the line that it fails on."""
    import dockerfile

    text = decode_text(data, path)
    if isinstance(text, Problem):
        return text
    lines = text.split("\n")
    try:
        commands = dockerfile.parse_string(text)
    except dockerfile.GoParseError as error:
        # The parser's message may quote the file; only its fixed beginning is kept.
        words = re.split(r"[\"'`:]", str(error), maxsplit=1)[0].strip() or "not a Dockerfile"
        where = Location(path, _failing_line(lines))
        return Problem("NOVA-D01", f"Dockerfile syntax: {words}", "mend the instruction", where)
    return Dockerfile(path, tuple(_instructions(commands, lines)))


def _failing_line(lines: Sequence[str]) -> int:
    """Find the line behind the longest beginning of the file that parses; the first one in files too long to try."""
    import dockerfile

    if sum(map(len, lines)) > _ERROR_CHARACTERS:
        return 1
    for count in range(min(len(lines), _ERROR_LINES) - 1, 0, -1):
        try:
            dockerfile.parse_string("\n".join(lines[:count]))
        except dockerfile.GoParseError:
            continue
        return _next_instruction(lines, count)
    return _next_instruction(lines, 0)


def _next_instruction(lines: Sequence[str], index: int) -> int:
    while index < len(lines) - 1 and (not lines[index].strip() or lines[index].lstrip().startswith("#")):
        index += 1
    is_gap = index >= len(lines) or not lines[index].strip() or lines[index].lstrip().startswith("#")
    return 1 if is_gap else index + 1


def _instructions(commands: Sequence[Command], lines: Sequence[str]) -> Iterator[Instruction]:
    stage = -1
    for command in commands:
        stage += command.cmd.upper() == "FROM"
        is_json, value = _form(command)
        yield Instruction(
            command=command.cmd.lower(),
            sub_command=(command.sub_cmd or "").upper(),
            is_json=is_json,
            flags=tuple(command.flags),
            value=_with_separators(command, value),
            stage=max(stage, 0),
            line=max(command.start_line, 1),
            lines=tuple(lines[command.start_line - 1 : command.end_line]),
            heredocs=tuple(heredoc.content for heredoc in command.heredocs),
        )


def _form(command: Command) -> tuple[bool, tuple[str, ...]]:
    """Exec form must be JSON to its end: `["x"] || exit 1` is run by a shell, whatever the parser thinks."""
    if not command.json or command.cmd.upper() not in _JSON_FORMS:
        return command.json, tuple(command.value)
    written = command.original[command.original.index("[") :].strip()
    try:
        json.loads(written)
    except ValueError:
        head = command.value[:1] if command.cmd.upper() == "HEALTHCHECK" else ()
        return False, (*head, written)
    return True, tuple(command.value)


def _with_separators(command: Command, value: tuple[str, ...]) -> tuple[str, ...]:
    """Give ENV and LABEL as triples, like conftest: name, value, and `=` (nothing for the old form with a space)."""
    words = command.original.split(None, 3)
    if words[0].upper() == "ONBUILD":
        words = words[1:]
    if words[0].upper() not in {"ENV", "LABEL"}:
        return value
    first = words[1:2]
    separator = "=" if first and "=" in first[0] else ""
    pairs = zip(value[::2], value[1::2], strict=False)
    return tuple(item for name, content in pairs for item in (name, content, separator))
