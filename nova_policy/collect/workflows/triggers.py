"""What starts a workflow, and whether anything does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import Json, KeyPath, Location

_MANUAL = frozenset({"workflow_dispatch", "workflow_call", "repository_dispatch"})
_DEAD_NAME = re.compile(
    r"(?:^|[^a-z])(?:disabled?|never|deprecated|nonexistent|non-existent|do[-_]not[-_](?:run|trigger)|no-?branch)(?:[^a-z]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event under `on`, with its filters as written."""

    event: str
    at: Location
    filters: Mapping[str, tuple[str, ...]]
    workflows: tuple[tuple[str, Location], ...] = ()

    @property
    def is_dead(self) -> bool:
        """Tell whether its branch filter names only branches that cannot be meant."""
        branches = self.filters.get("branches")
        if branches is None or self.filters.get("tags"):
            return "**" in self.filters.get("branches-ignore", ()) and not self.filters.get("tags")
        return all(_DEAD_NAME.search(branch) for branch in branches)

    @property
    def is_manual(self) -> bool:
        """Tell whether somebody, or another workflow, has to start it."""
        return self.event in _MANUAL

    @property
    def is_for_tags(self) -> bool:
        """Tell whether it starts the workflow for git tags only."""
        if self.event == "push":
            return bool(self.filters.get("tags")) and not self.filters.keys() & {"branches", "branches-ignore"}
        return self.event == "release"

    def is_automatic(self, titles: frozenset[str]) -> bool:
        """Tell whether it starts the workflow by itself; *titles* are the names of the repository's workflows."""
        if self.event == "workflow_run":
            return any(name in titles for name, _ in self.workflows)
        return not self.is_manual and not self.is_dead


@dataclass(frozen=True, slots=True)
class Input:
    """An input of workflow_dispatch or workflow_call."""

    name: str
    event: str
    required: bool
    default: str | None
    at: Location


def triggers_of(source: Source) -> tuple[Trigger, ...]:
    """Return the events in the order of the file."""
    value = source.contents.get("on")
    if isinstance(value, Mapping):
        return tuple(_trigger(source, str(event), mapping(spec), spec) for event, spec in value.items())
    paths: Iterator[KeyPath] = (
        ("on", index) if isinstance(value, list) else ("on",) for index in range(len(items(value)))
    )
    return tuple(Trigger(scalar(event), source.at(path), {}) for event, path in zip(items(value), paths, strict=True))


def _trigger(source: Source, event: str, spec: Mapping[str, Json], written: Json) -> Trigger:
    path: KeyPath = ("on", event)
    filters = {
        name: tuple(scalar(item) for item in items(spec[name]))
        for name in ("branches", "branches-ignore", "tags", "paths", "types")
        if name in spec
    }
    if event == "schedule":
        crons = (scalar(mapping(entry).get("cron")) for entry in items(written))
        filters["cron"] = tuple(cron for cron in crons if cron)
    names = enumerate(items(spec.get("workflows")))
    is_list = isinstance(spec.get("workflows"), list)
    workflows = (
        (scalar(name), source.at((*path, "workflows", *([index] if is_list else [])))) for index, name in names
    )
    return Trigger(event, source.at(path), filters, tuple(workflows) if event == "workflow_run" else ())


def inputs_of(source: Source) -> tuple[Input, ...]:
    """Return the inputs that whoever starts the workflow can give."""
    found: list[Input] = []
    for event in ("workflow_dispatch", "workflow_call"):
        spec = mapping(mapping(mapping(source.contents.get("on")).get(event)).get("inputs"))
        for name, value in spec.items():
            details = mapping(value)
            default = scalar(details["default"]) if "default" in details else None
            at = source.at(("on", event, "inputs", name))
            found.append(Input(name, event, details.get("required") is True, default, at))
    return tuple(found)
