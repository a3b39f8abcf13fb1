"""The crates that cargo commands of a job name: by package, by manifest, or by a folder that the matrix gives."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.workflows.expressions import is_open
from nova_policy.collect.workflows.image_references import option
from nova_policy.collect.workflows.model import Job, Step, StepCommand
from nova_policy.collect.workflows.scripts import joined
from nova_policy.model import Json, Location

_MATRIX = re.compile(r"\$\{\{\s*matrix\.([\w.\-]+)\s*\}\}")

_OF_ANY_CRATE = frozenset({"binstall", "info", "install", "pkgid", "search", "tree", "uninstall", "update"})


def cargo_targets_of(job: Job, files: Files) -> list[Json]:
    """Return the fact's `cargo_targets`, each once, at the matrix value where there is one."""
    found: dict[tuple[str, str, Location], Json] = {}
    for step in job.steps:
        for command in step.commands:
            if command.program in {"cargo", "cross"} and _names_own_crates(command.words):
                for name, by, path, at in (*_packages(job, step, command), *_folders(job, step)):
                    exists = None if path is None else _has_manifest(path, files)
                    found.setdefault((name, by, at), place(at, name=name, by=by, path=path, exists=exists))
    return list(found.values())


def _names_own_crates(words: Sequence[str]) -> bool:
    """Tell whether a cargo command means crates of the repository, not any that they depend on."""
    named = (word for word in words if not word.startswith(("+", "-")))
    return next(named, "install") not in _OF_ANY_CRATE


def _has_manifest(path: str, files: Files) -> bool:
    return (path if path.endswith(".toml") else posixpath.join(path, "Cargo.toml").removeprefix("./")) in files.known


def _packages(job: Job, step: Step, command: StepCommand) -> Iterator[tuple[str, str, str | None, Location]]:
    for written in option(command.words, "-p", "--package"):
        for name in step.scope.expand(written):
            if not is_open(name):
                yield name, "package", None, _place(job, written, name) or command.at
    for written in option(command.words, "--manifest-path"):
        for path in joined(command.folders, written, step.scope):
            name = posixpath.basename(posixpath.dirname(path)) or "."
            yield name, "manifest", path, _place(job, written, name) or command.at


def _folders(job: Job, step: Step) -> Iterator[tuple[str, str, str | None, Location]]:
    """Yield the working directory where the matrix has a part in it: it is meant to be a crate."""
    written = step.working_directory or ""
    if not _MATRIX.search(written):
        return
    for path in step.folders:
        yield posixpath.basename(path), "directory", path, _place(job, written, posixpath.basename(path)) or step.at


def _place(job: Job, written: str, value: str) -> Location | None:
    match = _MATRIX.search(written)
    return job.matrix.place_of(match[1], value) if match and job.matrix else None
