"""What workflows set that no fact repeats: environment variables and the width of matrices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nova_policy.collect.project import Project
from nova_policy.model import Document, InputKind, Json, KeyPath, Location

_OFF = frozenset({"", "0", "false"})


def environment_settings(project: Project, name: str) -> list[Location]:
    """Return where workflows set the variable *name* to anything but off, for all jobs, one or a step; sorted."""
    found: list[Location] = []
    for document in _workflows(project):
        for path, value in _environments(document.contents):
            setting = value.get(name)
            if setting is not None and str(setting).lower() not in _OFF:
                found += document.locator.locate((*path, name))[:1]
    return sorted(found)


def widest_matrix(project: Project) -> tuple[int, Location | None]:
    """Return the highest max-parallel of all workflows and its place; 0 and None when no job has one."""
    widest: tuple[int, Location | None] = (0, None)
    for document in _workflows(project):
        for name, job in _mapping(_mapping(document.contents).get("jobs")).items():
            width = _mapping(_mapping(job).get("strategy")).get("max-parallel")
            if isinstance(width, int) and not isinstance(width, bool) and width > widest[0]:
                widest = width, document.locator.locate(("jobs", name, "strategy", "max-parallel"))[0]
    return widest


def _workflows(project: Project) -> list[Document]:
    return [document for document in project.sources if document.kind is InputKind.WORKFLOW]


def _environments(workflow: Json) -> Iterator[tuple[KeyPath, Mapping[str, Any]]]:
    yield ("env",), _mapping(_mapping(workflow).get("env"))
    for name, value in _mapping(_mapping(workflow).get("jobs")).items():
        job = _mapping(value)
        yield ("jobs", name, "env"), _mapping(job.get("env"))
        steps = job.get("steps")
        for index, step in enumerate(steps if isinstance(steps, Sequence) else ()):
            yield ("jobs", name, "steps", index, "env"), _mapping(_mapping(step).get("env"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
