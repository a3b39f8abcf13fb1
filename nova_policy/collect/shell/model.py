"""What a shell script consists of: commands, words, and why a failure may be lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a script: 0-based row, and column in characters."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Why the failure of a command does not end the script, and where that is said."""

    reason: str
    position: Position


@dataclass(frozen=True, slots=True)
class Word:
    """One word as written, without its quotes; *literal* when nothing in it is expanded."""

    text: str
    literal: bool
    position: Position


@dataclass(frozen=True, slots=True)
class Command:
    """A simple command. *words* begin with the program; wrappers such as sudo are gone.

    *ignored* is empty when its failure fails the script. *reads* are the programs before it in a pipe, nearest
    last. *loops* are the `for` variables around it with the words they take. *appends* is the target of a
    redirection of stdout, if any.
    """

    words: tuple[Word, ...]
    ignored: tuple[Ignored, ...]
    reads: tuple[str, ...] = ()
    loops: Mapping[str, tuple[Word, ...]] = field(default_factory=dict)
    appends: str | None = None
    has_substituted_download: bool = False

    @property
    def program(self) -> str:
        """The base name of what is started."""
        return self.words[0].text.rpartition("/")[2]

    @property
    def position(self) -> Position:
        """Where the program's name stands."""
        return self.words[0].position

    @property
    def arguments(self) -> list[str]:
        """The words behind the program."""
        return [word.text for word in self.words[1:]]


@dataclass(frozen=True, slots=True)
class Script:
    """The commands of a script in the order of its text, and its assignments `NAME=word`, last ones last."""

    commands: tuple[Command, ...]
    assignments: tuple[tuple[str, tuple[Word, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShellOptions:
    """What the shell is started with: GitHub's default is `-e`, with `shell: bash` also pipefail."""

    errexit: bool = True
    pipefail: bool = False
