"""A figure taken from the repository, and how it compares with one that the report claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from nova_policy.assess.ledger import Claimed
from nova_policy.collect.project import Project
from nova_policy.model import Document, InputKind, Location


@dataclass(frozen=True, slots=True)
class Measurement:
    """A *figure*, or several by name, and the *places* it was read from."""

    figure: Claimed
    places: tuple[Location, ...] = ()

    def agrees_with(self, claimed: Claimed | None) -> bool:
        """Tell whether the figures are equal, name by name."""
        if isinstance(claimed, Mapping) and isinstance(self.figure, Mapping):
            return dict(claimed) == dict(self.figure)
        return claimed == self.figure

    def __str__(self) -> str:
        if isinstance(self.figure, Mapping):
            return ", ".join(f"{name.replace('_', ' ')} {_number(value)}" for name, value in self.figure.items())
        return _number(self.figure)


def _number(value: float) -> str:
    return f"{value:,.12g}"


def percent(part: int, whole: int) -> float:
    """Return the share in percent to a tenth; *whole* is not 0."""
    return round(100 * part / whole, 1)


def facts(project: Project, kind: str) -> Iterator[Mapping[str, Any]]:
    """Return the contents of all facts of one kind, in the project's order."""
    for document in project.sources:
        if (
            document.kind is InputKind.FACT
            and isinstance(document.contents, Mapping)
            and document.contents.get("kind") == kind
        ):
            yield document.contents


def objects(project: Project, kind: str) -> Iterator[tuple[Document, Mapping[str, Any]]]:
    """Return the Kubernetes objects of one kind as they stand in their files, each with its `spec`, perhaps empty."""
    for document in project.sources:
        contents = document.contents
        if document.kind is InputKind.KUBERNETES and isinstance(contents, Mapping) and contents.get("kind") == kind:
            spec = contents.get("spec")
            yield document, spec if isinstance(spec, Mapping) else {}


def place(value: Mapping[str, Any]) -> Location:
    """Return the place that a fact's object stands for."""
    at = value["at"]
    return Location(at["path"], at["line"], at["column"])
