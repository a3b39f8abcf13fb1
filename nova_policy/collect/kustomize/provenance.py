"""From a rendered value back to the line that set it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.strategic_merge import merge_keys, same_item
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.model import Json, KeyPath, Location

_IDENTITY_KEYS = (
    ("name",),
    ("containerPort", "protocol"),
    ("port", "protocol"),
    ("mountPath",),
    ("host",),
    ("path",),
    ("key",),
    ("ip",),
)


@dataclass(frozen=True, slots=True)
class RenderedLocator:
    """Locates the values of one rendered object.

    *resource* is the object as we followed it; it is believed only as far as it agrees with the rendered
    *contents*. Where it does not, and where there is none, *head* stands for all: the object's head in its base
    file, or the line of the kustomization that it was traced to. *chain* are the references that bring it in.
    """

    contents: Json = field(repr=False)
    head: Location
    chain: tuple[Location, ...] = ()
    resource: Resource | None = field(default=None, repr=False)

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the line that set the value at *path*, or the smallest block that should hold it, or that deletes it.

        The object's head follows, then the references that bring it into the environment, from the base outwards.
        """
        place = self._place(path) if self.resource is not None else None
        return tuple(dict.fromkeys((place or self.head, self.head, *self.chain)))

    def _place(self, path: KeyPath) -> Location | None:
        """Return the place of *path*, None where what we followed is not what was rendered."""
        if self.resource is None or not path:
            return None
        root = traced = self.resource.tree
        value, place = self.contents, None
        for step in path:
            child = _value(value, step)
            if child is None:
                return _absent(traced, step) or place
            below = _item(root, traced, child, step, len(value)) if isinstance(value, Sequence) else traced.child(step)
            if below is None:
                return None
            traced, value, place = below, child, below.at
        return place if _agrees(traced, value) else self._derived(path, value)

    def _derived(self, path: KeyPath, value: Json) -> Location | None:
        """Return where the object's namespace is set, when a reference in it follows that."""
        namespace = self.resource.tree.get("metadata", "namespace") if self.resource is not None else None
        if path[-1] == "namespace" and namespace is not None and namespace.value == value:
            return namespace.at
        return None


def _value(value: Json, step: str | int) -> Json:
    if isinstance(value, Mapping):
        return value.get(step) if isinstance(step, str) else None
    if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(step, int):
        return value[step] if 0 <= step < len(value) else None
    return None


def _absent(traced: Traced, step: str | int) -> Location | None:
    """Return where an absent value was taken away, or stands as a null; None where nothing says so."""
    if (child := traced.child(step)) is not None and child.is_null:
        return child.at
    return (traced.removed or {}).get(step) if isinstance(step, str) else None


def _item(root: Traced, traced: Traced, value: Json, step: str | int, count: int) -> Traced | None:
    """Return the traced item that a rendered item comes from: by its merge key, its identity or its value."""
    items = traced.items or ()
    same_index = items[step] if isinstance(step, int) and step < len(items) == count else None
    if same_index is not None and same_index.plain() == value:
        return same_index
    if not isinstance(value, Mapping):
        return next((item for item in items if item.plain() == value), same_index)
    rendered = _as_traced(value, traced.at)
    for keys in (*(keys for keys in merge_keys(root).values() if keys), *_IDENTITY_KEYS):
        if keys[0] in value:
            found = [item for item in items if same_item(keys, item, rendered)]
            if len(found) == 1:
                return found[0]
    return same_index


def _as_traced(value: Mapping[str, Json], at: Location) -> Traced:
    scalars = {key: item for key, item in value.items() if isinstance(item, str | int | float)}
    return Traced(at, fields={key: Traced(at, value=item) for key, item in scalars.items()})


def _agrees(traced: Traced, value: Json) -> bool:
    """Tell whether a value is the traced one or made from it: names get affixes and hashes, variables their value."""
    if isinstance(value, Mapping):
        return traced.fields is not None
    if isinstance(value, Sequence) and not isinstance(value, str):
        return traced.items is not None
    if not traced.exact or traced.value == value:
        return True
    written = str(traced.value)
    return isinstance(value, str) and (written == value or "$(" in written or bool(written and written in value))
