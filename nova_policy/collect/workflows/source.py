"""Which files are workflows, actions and build specifications, and what they hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nova_policy.collect.files import Files, normalise
from nova_policy.collect.yaml_source import Source, read_source
from nova_policy.model import Document, InputKind, KeyPath, Location, Problem

_ACTION_NAMES = ("action.yml", "action.yaml")


@dataclass(frozen=True, slots=True)
class PlaceLocator:
    """Locates a path of a workflow at its place alone: a file's first line tells nobody anything."""

    source: Source

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the place of *path*, or of the smallest block that should hold it."""
        return (self.source.at(path),)


def is_workflow(path: str) -> bool:
    """Tell whether GitHub reads the file as a workflow: only directly in the root's `.github/workflows`."""
    folder, _, name = path.rpartition("/")
    return folder == ".github/workflows" and name.endswith((".yml", ".yaml"))


def is_action(path: str) -> bool:
    """Tell whether the file defines an action of this repository."""
    within = path.startswith(".github/") and not is_workflow(path) and path.rpartition("/")[2] in _ACTION_NAMES
    return within or path in _ACTION_NAMES


def is_buildspec(path: str) -> bool:
    """Tell whether the file is an AWS CodeBuild specification."""
    name = path.rpartition("/")[2]
    return name.startswith("buildspec") and name.endswith((".yml", ".yaml"))


def read_sources(files: Files) -> tuple[dict[str, Source], tuple[Problem, ...]]:
    """Return all workflows, actions and build specifications that can be read, by path, and why others cannot."""
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for path in files.paths:
        if is_workflow(path) or is_action(path) or is_buildspec(path):
            source, unreadable = read_source(files, path)
            problems.extend(unreadable)
            if source is not None:
                sources[path] = source
    return sources, tuple(problems)


def documents_of(sources: Mapping[str, Source]) -> tuple[Document, ...]:
    """Return the workflows and actions among *sources* as documents of the room `workflow`."""
    return tuple(
        Document(
            path, InputKind.ACTION if is_action(path) else InputKind.WORKFLOW, source.contents, PlaceLocator(source)
        )
        for path, source in sources.items()
        if is_action(path) or is_workflow(path)
    )


def local_action(files: Files, reference: str) -> str | None:
    """Return the file of the action that `uses: ./folder` means, None when it is not there."""
    folder = normalise(reference)
    for name in _ACTION_NAMES:
        path = name if folder in {None, "."} else f"{folder}/{name}"
        if folder is not None and path in files.known:
            return path
    return None
