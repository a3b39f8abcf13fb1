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
from nova_policy.collect.yaml_composing import location
from nova_policy.collect.yaml_places import walk
from nova_policy.model import Document, Json, Location


@dataclass(frozen=True, slots=True)
class Definition:
    """One object as one place defines it; *environment* is None for an unused manifest."""

    identity: ObjectId
    at: Location
    environment: str | None = None


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
    """Yield a fact per unused manifest."""
    for path, definitions in manifests.items():
        objects: list[Json] = [place(d.at, kind=d.identity.kind, name=d.identity.name) for d in definitions]
        folders = [folder for folder in graph.kustomizations if folder == "." or path.startswith(f"{folder}/")]
        yield fact("UnusedManifest", path, Location(path, 1), kustomized=bool(folders), objects=objects)


def duplicate_facts(definitions: Iterable[Definition]) -> Iterator[Document]:
    """Yield a fact per object that several places define."""
    places: dict[tuple[str, ...], dict[Location, set[str]]] = {}
    for definition in definitions:
        identity = definition.identity
        namespace = "" if identity.cluster_scoped else identity.namespace
        known = places.setdefault((identity.group, identity.kind, namespace, identity.name), {})
        known.setdefault(definition.at, set()).update([definition.environment] if definition.environment else [])
    for key in sorted(places):
        if len(places[key]) > 1:
            yield _duplicate(key, places[key])


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
                yield Definition(identity, location(path, walk(document.node, (*start, "kind"))[0]))
