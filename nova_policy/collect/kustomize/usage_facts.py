"""The facts `UnusedManifest` and `DuplicateObject`: manifests nothing brings in, objects that two places define."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nova_policy.collect.facts import fact, place
from nova_policy.collect.kustomize.graph import Graph
from nova_policy.collect.kustomize.identity import ObjectId, identify_plain
from nova_policy.collect.kustomize.kustomization import FILE_NAMES
from nova_policy.collect.kustomize.resource_files import objects_in
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.yaml_places import NodeLocator
from nova_policy.model import Document, Json, Location


@dataclass(frozen=True, slots=True)
class Definition:
    """One object as one place defines it; *environment* is None for an unused manifest.

    *head* is that place, or finds it: to compose the nodes of all manifests again takes as long as to read them.
    """

    identity: ObjectId
    head: Location | NodeLocator
    environment: str | None = None

    @property
    def at(self) -> Location:
        """The line that stands for the object: its `kind`."""
        return self.head if isinstance(self.head, Location) else self.head.locate(())[0]


def unused_manifests(tree: Tree, graph: Graph) -> Mapping[str, tuple[Definition, ...]]:
    """Return the objects of every manifest that no kustomization refers to, by path."""
    used = {reference.target for references in graph.references.values() for reference in references}
    found: dict[str, tuple[Definition, ...]] = {}
    for path in sorted(tree.files):
        if (
            path not in used
            and path.rpartition("/")[2] not in FILE_NAMES
            and (objects := tuple(_definitions(tree, path)))
        ):
            found[path] = objects
    return found


def unused_facts(graph: Graph, manifests: Mapping[str, tuple[Definition, ...]]) -> Iterator[Document]:
    """Yield a fact per unused manifest in the folder of a kustomization or below one; others are applied by folder."""
    for path, definitions in manifests.items():
        if any(folder in graph.kustomizations for folder in _folders(path)):
            objects: list[Json] = [place(d.at, kind=d.identity.kind, name=d.identity.name) for d in definitions]
            yield fact("UnusedManifest", path, Location(path, 1), objects=objects)


def _folders(path: str) -> Iterator[str]:
    """Yield the folders that a file lies in, the root as `.`."""
    while path:
        path = path.rpartition("/")[0]
        yield path or "."


def duplicate_facts(definitions: Iterable[Definition]) -> Iterator[Document]:
    """Yield a fact per object that several places define."""
    groups: dict[tuple[str, ...], list[Definition]] = {}
    for definition in definitions:
        identity = definition.identity
        namespace = "" if identity.cluster_scoped else identity.namespace
        groups.setdefault((identity.group, identity.kind, namespace, identity.name), []).append(definition)
    for key, same in sorted(groups.items(), key=lambda item: item[0]):
        places: dict[Location, set[str]] = {}
        for definition in same if len(same) > 1 else ():
            known = places.setdefault(definition.at, set())
            known.update([definition.environment] if definition.environment else [])
        if len(places) > 1:
            yield _duplicate(key, places)


def _duplicate(key: tuple[str, ...], places: Mapping[Location, set[str]]) -> Document:
    group, kind, namespace, name = key
    ordered = sorted(places)
    seen = [environment for at in ordered for environment in places[at]]
    objects: list[Json] = [place(at, environments=sorted(places[at])) for at in ordered]
    return fact(
        "DuplicateObject",
        f"{kind} {namespace}/{name}" if namespace else f"{kind} {name}",
        ordered[0],
        scope="environment" if len(seen) > len(set(seen)) else "repository",
        object={"group": group, "kind": kind, "namespace": namespace, "name": name},
        objects=objects,
    )


def _definitions(tree: Tree, path: str) -> Iterator[Definition]:
    file = tree.yaml(path)
    for document in file.documents if file is not None else ():
        for start, contents in objects_in(document):
            identity = identify_plain(contents)
            if identity.kind and identity.version and identity.name and not identity.group.startswith("kustomize."):
                yield Definition(identity, NodeLocator(document, start, head="kind"))
