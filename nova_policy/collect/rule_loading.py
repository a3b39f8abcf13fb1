"""How configuration gets to the programs that read it: compose volumes, mounts, kustomizations, pipelines."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.files import normalise
from nova_policy.collect.monitoring_sources import KubernetesObject
from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json, KeyPath, Location

_POD_SPECS: tuple[tuple[frozenset[str], KeyPath], ...] = (
    (frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}), ("spec", "template", "spec")),
    (frozenset({"Pod"}), ("spec",)),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A way in which something is loaded or applied, and where that is said."""

    how: str
    at: Location


@dataclass(frozen=True, slots=True)
class ComposeMount:
    """A path of the repository that a Compose service mounts at *target*."""

    service: str
    source: str
    target: str
    at: Location

    def covers(self, path: str) -> bool:
        """Tell whether a file of the repository is in the container."""
        return path == self.source or path.startswith(self.source + "/")

    def inside(self, path: str) -> str:
        """Return the path in the container of a covered file."""
        return posixpath.join(self.target, path.removeprefix(self.source).lstrip("/")).rstrip("/")


@dataclass(frozen=True, slots=True)
class ConfigMapMount:
    """A ConfigMap that the containers of one workload mount at *target*."""

    workload: str
    name: str
    namespace: str | None
    target: str
    keys: Mapping[str, str] = field(hash=False)
    at: Location

    def is_of(self, identity: KubernetesObject) -> bool:
        """Tell whether this is the mount of the object's ConfigMap."""
        return self.name == identity.name and self.namespace == identity.namespace

    def inside(self, key: str) -> str | None:
        """Return the path of a key in the container; None when the volume leaves it out."""
        if self.keys and key not in self.keys:
            return None
        return posixpath.join(self.target, self.keys.get(key, key))


@dataclass(frozen=True, slots=True)
class Deliveries:
    """All ways that the repository shows; *applied* are what kustomizations, pipelines and Argo CD name."""

    compose: tuple[ComposeMount, ...]
    mounts: tuple[ConfigMapMount, ...]
    applied: tuple[tuple[str, Loaded], ...]

    def appliers(self, path: str) -> tuple[Loaded, ...]:
        """Return who applies a file: who names it, or its folder."""
        folder = posixpath.dirname(path) or "."
        return tuple(dict.fromkeys(loaded for target, loaded in self.applied if target in {path, folder}))


def deliveries_of(
    manifests: Mapping[str, Sequence[Document]],
    kustomizations: Sequence[tuple[str, Mapping[str, Json], Document]],
    facts: Sequence[Document],
) -> Deliveries:
    """Gather them from objects, kustomizations (folder, contents, document) and the facts about what applies them."""
    objects = [document for documents in manifests.values() for document in documents]
    compose = tuple(mount for fact in facts for mount in _compose_mounts(mapping(fact.contents)))
    mounts = tuple(mount for document in objects for mount in _configmap_mounts(document))
    applied = [*_kustomized(kustomizations), *(item for fact in facts for item in _applied(mapping(fact.contents)))]
    return Deliveries(compose, mounts, tuple(applied))


def _location(value: Json) -> Location:
    at = mapping(mapping(value).get("at"))
    line, column = at.get("line"), at.get("column")
    return Location(
        scalar(at.get("path")), line if isinstance(line, int) else 1, column if isinstance(column, int) else 1
    )


def _compose_mounts(fact: Mapping[str, Json]) -> Iterator[ComposeMount]:
    if fact.get("kind") != "ComposeFile":
        return
    for service in items(fact.get("services")):
        for volume in items(mapping(service).get("volumes")):
            entry = mapping(volume)
            path = entry.get("path")
            if isinstance(path, str) and entry.get("exists") is True:
                at = _location(volume)
                identity = f"{at.path}#{scalar(mapping(service).get('name'))}"
                yield ComposeMount(identity, path, scalar(entry.get("target")), at)


def _configmap_mounts(document: Document) -> Iterator[ConfigMapMount]:
    identity = KubernetesObject.of(document)
    prefix = next((path for kinds, path in _POD_SPECS if identity.kind in kinds), None)
    if prefix is None:
        return
    spec: Json = document.contents
    for key in prefix:
        spec = mapping(spec).get(str(key))
    targets: dict[str, str] = {}
    for container in items(mapping(spec).get("containers")):
        for mount in items(mapping(container).get("volumeMounts")):
            targets.setdefault(scalar(mapping(mount).get("name")), scalar(mapping(mount).get("mountPath")))
    for index, volume in enumerate(items(mapping(spec).get("volumes"))):
        config = mapping(mapping(volume).get("configMap"))
        target = targets.get(scalar(mapping(volume).get("name")))
        if config and target is not None:
            keys = {
                scalar(mapping(item).get("key")): scalar(mapping(item).get("path"))
                for item in items(config.get("items"))
            }
            at = document.locator.locate((*prefix, "volumes", index))[0]
            workload = f"{document.path}#{identity.kind}/{identity.namespace}/{identity.name}"
            yield ConfigMapMount(workload, scalar(config.get("name")), identity.namespace, target, keys, at)


def _kustomized(
    kustomizations: Sequence[tuple[str, Mapping[str, Json], Document]],
) -> Iterator[tuple[str, Loaded]]:
    for folder, contents, document in kustomizations:
        for key in ("resources", "bases", "components"):
            for index, entry in enumerate(items(contents.get(key))):
                target = normalise(posixpath.join(folder, scalar(entry)))
                if target is not None and "://" not in scalar(entry):
                    yield target, Loaded("kustomization", document.locator.locate((key, index))[0])
        for index, generator in enumerate(items(contents.get("configMapGenerator"))):
            for number, entry in enumerate(items(mapping(generator).get("files"))):
                target = normalise(posixpath.join(folder, scalar(entry).rpartition("=")[2]))
                path: KeyPath = ("configMapGenerator", index, "files", number)
                if target is not None:
                    yield target, Loaded("kustomization", document.locator.locate(path)[0])


def _applied(fact: Mapping[str, Json]) -> Iterator[tuple[str, Loaded]]:
    if fact.get("kind") == "Pipeline":
        for deployment in items(fact.get("deployments")):
            for path in items(mapping(deployment).get("paths")):
                yield scalar(mapping(path).get("path")), Loaded("workflow", _location(path))
    elif fact.get("kind") == "ArgoApplication":
        for source in items(fact.get("sources")):
            entry = mapping(source)
            folder = normalise(scalar(entry.get("path"))) if entry.get("path_exists") is True else None
            if folder is not None and entry.get("has_kustomization") is False and entry.get("has_manifests") is True:
                yield folder, Loaded("argocd", _location(source))
