"""Which documents a policy had before it: what "all" and "none" are counted over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from nova_policy.bundle.catalogue import Policy
from nova_policy.collect.project import Project
from nova_policy.engines.judge import PlacedDenial
from nova_policy.engines.readings import kind_of
from nova_policy.model import Document, InputKind

Identity: TypeAlias = tuple[str, str, str, str]
"""File, kind, namespace and name: the same for one object in several environments."""


@dataclass(frozen=True, slots=True)
class Population:
    """The documents that one policy judged, by identity and in order, and which of them it denied."""

    judged: Mapping[Identity, Document]
    denied: frozenset[Identity]

    @property
    def passing(self) -> tuple[Document, ...]:
        """The documents without a denial."""
        return tuple(document for key, document in self.judged.items() if key not in self.denied)


def identity(document: Document) -> Identity:
    """Return what tells a document from others, whatever environment renders it."""
    contents = document.contents if isinstance(document.contents, Mapping) else {}
    metadata = contents.get("metadata")
    names = metadata if isinstance(metadata, Mapping) else {}
    kind = contents.get("kind", document.kind.value)
    return document.path, str(kind), str(names.get("namespace", "")), str(names.get("name", ""))


def population(policy: Policy, project: Project, denials: Iterable[PlacedDenial]) -> Population:
    """Return what *policy* judged of *project*; of *denials* only its own count.

    In an environment or a project these are the members of the kinds that it is asked about. A fact whose list of
    what the policy denies is empty (a pipeline without images) has nothing to judge and is left out.
    """
    own = [placed for placed in denials if placed.denial.policy == policy.id]
    lists = {placed.denial.path[0] for placed in own if _in_list(placed)}
    found = {identity(document): document for document in _asked(policy, project) if _has_subject(document, lists)}
    found |= {identity(placed.document): placed.document for placed in own}
    return Population(dict(sorted(found.items())), frozenset(identity(placed.document) for placed in own))


def _asked(policy: Policy, project: Project) -> list[Document]:
    if policy.room == "environment":
        documents: Iterable[Document] = (member for part in project.environments for member in part.documents)
    else:
        documents = project.sources if policy.room == "project" else project.documents
    applies: dict[tuple[str, str, str], bool] = {}
    asked: list[Document] = []
    for document in documents:
        kind = kind_of(document)
        if kind not in applies:
            applies[kind] = policy.applies_to(document)
        if applies[kind]:
            asked.append(document)
    return asked


def _in_list(placed: PlacedDenial) -> bool:
    path = placed.denial.path
    is_fact = placed.document.kind is InputKind.FACT
    return is_fact and len(path) > 1 and isinstance(path[0], str) and isinstance(path[1], int)


def _has_subject(document: Document, lists: Iterable[str | int]) -> bool:
    names = list(lists)
    if document.kind is not InputKind.FACT or not names or not isinstance(document.contents, Mapping):
        return True
    return any(document.contents.get(str(name)) for name in names)
