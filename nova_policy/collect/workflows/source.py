"""Which files are workflows, actions and build specifications."""

from __future__ import annotations

from dataclasses import dataclass

from nova_policy.collect.files import Files, normalise
from nova_policy.collect.yaml_source import Source
from nova_policy.model import Document, InputKind, KeyPath, Location

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
    return path in _ACTION_NAMES or (path.startswith(".github/") and path.rpartition("/")[2] in _ACTION_NAMES)


def is_buildspec(path: str) -> bool:
    """Tell whether the file is an AWS CodeBuild specification."""
    name = path.rpartition("/")[2]
    return name.startswith("buildspec") and name.endswith((".yml", ".yaml"))


def to_document(source: Source, kind: InputKind) -> Document:
    """Return the file as a document of the room `workflow`."""
    return Document(source.path, kind, source.contents, PlaceLocator(source))


def local_action(files: Files, reference: str) -> str | None:
    """Return the file of the action that `uses: ./folder` means, None when it is not there."""
    folder = normalise(reference)
    for name in _ACTION_NAMES:
        path = name if folder in {None, "."} else f"{folder}/{name}"
        if folder is not None and path in files.known:
            return path
    return None
