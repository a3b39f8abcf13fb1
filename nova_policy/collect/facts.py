"""Facts: documents that collectors derive, with places inside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.model import FACTS_API_VERSION, Document, InputKind, Json, KeyPath, Location, Problem


@dataclass(frozen=True, slots=True)
class Collected:
    """What one collector found: documents and facts in a fixed order, and what it could not read."""

    documents: tuple[Document, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __add__(self, other: Collected) -> Collected:
        return Collected(self.documents + other.documents, self.problems + other.problems)


@dataclass(frozen=True, slots=True)
class FactLocator:
    """Locates a path at the deepest object on its way that has `at`.

    A field `x` with a field `x_at` beside it is located there. A path to something absent leads to the deepest
    existing object that has a place.
    """

    contents: Mapping[str, Json] = field(repr=False)

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        """Return the one place of *path*; the fact's own `at` when nothing on the way has one."""
        value: Json = self.contents
        found = _place(self.contents.get("at"))
        for step in path:
            sibling = value.get(f"{step}_at") if isinstance(value, Mapping) else None
            value = _child(value, step)
            own = value.get("at") if isinstance(value, Mapping) else None
            found = _place(own) or _place(sibling) or found
        return (found or Location(".", 1),)


def _child(value: Json, step: str | int) -> Json:
    if isinstance(value, Mapping) and isinstance(step, str):
        return value.get(step)
    is_list = isinstance(value, Sequence) and not isinstance(value, str)
    if is_list and isinstance(step, int) and 0 <= step < len(value):  # type: ignore[arg-type]
        return value[step]  # type: ignore[index]
    return None


def _place(value: Json) -> Location | None:
    if not isinstance(value, Mapping):
        return None
    path, line, column = value.get("path"), value.get("line"), value.get("column", 1)
    if isinstance(path, str) and isinstance(line, int) and isinstance(column, int):
        return Location(path, line, column)
    return None


def fact(kind: str, name: str, at: Location, /, **fields: Json) -> Document:
    """Make the fact of *kind* called *name*; *fields* follow its head in the order given."""
    contents: dict[str, Json] = {
        "apiVersion": FACTS_API_VERSION,
        "kind": kind,
        "metadata": {"name": name},
        "at": at.to_json(),
        **fields,
    }
    return fact_document(contents)


def fact_document(contents: Mapping[str, Json]) -> Document:
    """Make a document of a fact that is already there as data; its own `at` says which file it belongs to."""
    own = _place(contents.get("at"))
    return Document(own.path if own else ".", InputKind.FACT, contents, FactLocator(contents))


def place(location: Location, /, **fields: Json) -> dict[str, Json]:
    """Return an object of a fact that stands for a place: *fields*, then `at`."""
    return {**fields, "at": location.to_json()}
