"""Which files of a tree are looked at."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from nova_policy.collect.limits import Limits
from nova_policy.errors import ToolError
from nova_policy.model import Location, Problem
from nova_policy.process import run

_NEVER = frozenset({".git", ".hg", ".svn", "node_modules", "target", ".venv", "__pycache__", "DerivedData", "Pods"})

_TO_BE_JUDGED = re.compile(r"(?i)\.(ya?ml|rs|tf)$|^cargo\.toml$|dockerfile|containerfile|^kustomization$")


@dataclass(frozen=True, slots=True)
class Tree:
    """The regular files below a root, relative with `/`, sorted; and what was left out or could not be entered."""

    files: tuple[str, ...]
    ignored: int
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Walk:
    """The state of one walk. Ignore rules of a folder hold for what lies below it."""

    root: Path
    exclude: object
    tracked: frozenset[str]
    limits: Limits
    files: list[str]
    problems: list[Problem]
    ignored: int = 0


def walk_tree(root: Path, exclude: Sequence[str], limits: Limits) -> Tree:
    """List the files below *root*.

    `.gitignore` files and *exclude* (patterns in the same syntax) leave files out, but a file that git tracks is
    never left out by `.gitignore`: a change could hide itself. Symlinks that stay within the root are read where
    they point to; others, and files that are not regular, are not read: a problem where the name is one of a file
    that would be judged.
    """
    from pathspec import GitIgnoreSpec

    state = _Walk(root, GitIgnoreSpec.from_lines(exclude), _tracked(root), limits, [], [])
    _enter(state, "", [])
    if len(state.files) > limits.tree_files:
        where = Location(state.files[limits.tree_files], 1)
        remedy = "exclude folders, or raise limits.tree_files"
        state.problems.append(Problem("NOVA-F14", f"more than {limits.tree_files} files", remedy, where))
    return Tree(tuple(sorted(state.files[: limits.tree_files])), state.ignored, tuple(state.problems))


def _enter(state: _Walk, folder: str, rules: list[tuple[str, object]]) -> None:
    try:
        with os.scandir(state.root / folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        what = f"folder cannot be read: {error.strerror}"
        state.problems.append(Problem("NOVA-F03", what, "make it readable or exclude it", Location(folder or ".", 1)))
        return
    if any(entry.name == ".gitignore" for entry in entries):
        rules = [*rules, *_rules(state.root, folder)]
    for entry in entries:
        path = f"{folder}/{entry.name}" if folder else entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name in _NEVER or _is_left_out(state, path + "/", rules):
                continue
            _enter(state, path, rules)
        elif (refusal := _refuse(state.root, entry)) is None:
            if _is_left_out(state, path, rules):
                state.ignored += 1
            elif len(state.files) <= state.limits.tree_files:
                state.files.append(path)
        elif _TO_BE_JUDGED.search(entry.name) and not _is_left_out(state, path, rules):
            state.problems.append(Problem("NOVA-F05", refusal, "put the file there, or exclude it", Location(path, 1)))


def _rules(root: Path, folder: str) -> Iterator[tuple[str, object]]:
    from pathspec import GitIgnoreSpec

    try:
        text = (root / folder / ".gitignore").read_text("utf-8", "surrogateescape")
    except OSError:
        return
    yield (f"{folder}/" if folder else "", GitIgnoreSpec.from_lines(text.splitlines()))


def _is_left_out(state: _Walk, path: str, rules: list[tuple[str, object]]) -> bool:
    if state.exclude.match_file(path):  # type: ignore[attr-defined]
        return True
    if path in state.tracked:
        return False
    for prefix, spec in reversed(rules):
        result = spec.check_file(path.removeprefix(prefix)).include  # type: ignore[attr-defined]
        if result is not None:
            return bool(result)
    return False


def _refuse(root: Path, entry: os.DirEntry[str]) -> str | None:
    """Return why a path is not read; None for a regular file, or a symlink to one, within the root."""
    try:
        if not entry.is_symlink():
            return None if entry.is_file(follow_symlinks=False) else "is no regular file"
        target = Path(entry.path).resolve(strict=True)
        if not target.is_relative_to(root.resolve()):
            return "is a symbolic link that leads out of the scanned root"
        return None if stat.S_ISREG(target.stat().st_mode) else "is a symbolic link to no regular file"
    except (OSError, RuntimeError):
        return "is a symbolic link that leads nowhere"


def _tracked(root: Path) -> frozenset[str]:
    """Files in git's index and the folders above them, with a trailing `/`; empty where there is no repository."""
    import shutil

    git = shutil.which("git")
    if git is None or not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return frozenset()
    # The tree's own configuration must not start programs.
    safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "safe.directory=*"]
    try:
        completed = run([str(Path(git).resolve()), "-C", str(root), *safe, "ls-files", "-z", "--cached"], timeout=20)
    except ToolError:
        return frozenset()
    files = completed.stdout.decode("utf-8", "surrogateescape").split("\0") if completed.returncode == 0 else []
    folders = {path[: index + 1] for path in files for index, character in enumerate(path) if character == "/"}
    return frozenset(files) | folders


def read_file(root: Path, path: str, limits: Limits) -> bytes | Problem:
    """Read one file whole, or say why not; the size is looked at before anything is read."""
    try:
        descriptor = os.open(root / path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limits.file_bytes:
                what = f"{size} bytes, more than {limits.file_bytes}"
                return Problem("NOVA-Y14", what, "exclude it, or raise limits.file_bytes", Location(path, 1))
            # To ask for far more than there is leaves each file pages of its own, of which a process has 65,530.
            data = file.read(size + 1)
            return data if len(data) <= size else data + file.read(limits.file_bytes - size)
    except OSError as error:
        return Problem(
            "NOVA-F03", f"cannot be read: {error.strerror}", "make it readable or exclude it", Location(path, 1)
        )
