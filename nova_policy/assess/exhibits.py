"""What facts show of something that a claim says is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from nova_policy.assess.ledger import Exhibit
from nova_policy.assess.measurement import facts, place
from nova_policy.collect.project import Project
from nova_policy.model import Location


def exhibits(wanted: Iterable[Exhibit], project: Project) -> list[Location]:
    """Return the places of all items that *wanted* describe, sorted; whether they suffice is for policies to say."""
    return sorted({at for exhibit in wanted for at in _places(exhibit, project)})


def _places(exhibit: Exhibit, project: Project) -> Iterator[Location]:
    for fact in facts(project, exhibit.fact):
        items = _items(fact, exhibit.at)
        yield from (place(item) for item in items if "at" in item and _matches(item, exhibit.where))


def _items(value: object, path: Sequence[str]) -> Iterator[Mapping[str, Any]]:
    """Return the objects at the end of *path*, in lists or alone; none where a field is absent or null."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from _items(item, path)
    elif isinstance(value, dict):
        if path:
            yield from _items(value.get(path[0]), path[1:])
        else:
            yield value


def _matches(item: Mapping[str, Any], where: Mapping[str, tuple[str | bool, ...]]) -> bool:
    for name, wanted in where.items():
        value = item.get(name)
        if not (any(one in wanted for one in value) if isinstance(value, (list, tuple)) else value in wanted):
            return False
    return True
