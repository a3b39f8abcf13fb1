"""What Skaffold deploys: images that it builds have the tag that it puts on them, and manifests stand beside builds."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase

from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Environment, Json

_TAG = "skaffold"
_LISTS = frozenset({"containers", "initContainers"})


def built_images(documents: Iterable[Document]) -> frozenset[str]:
    """Return the images that the Skaffold configurations among *documents* build, as manifests name them."""
    return frozenset(
        scalar(artifact.get("image"))
        for document in documents
        if _is_configuration(contents := mapping(document.contents))
        for artifact in map(mapping, items(mapping(contents.get("build")).get("artifacts")))
    )


def tagged(documents: Sequence[Document], images: frozenset[str]) -> tuple[Document, ...]:
    """Return *documents* as Skaffold deploys them: *images* without a tag have one."""
    if not images:
        return tuple(documents)
    return tuple(replace(document, contents=_tagged(document.contents, images)) for document in documents)


def joined(
    environments: Sequence[Environment], plain: Sequence[Document], documents: Iterable[Document]
) -> tuple[tuple[Environment, ...], tuple[Document, ...]]:
    """Return the environments with the *plain* documents that a configuration applies beside them, and the others.

    *documents* hold the configurations; those of one file are deployed together.
    """
    known = {environment.path for environment in environments}
    by_file: dict[str, list[Mapping[str, Json]]] = {}
    for document in documents:
        if _is_configuration(contents := mapping(document.contents)):
            by_file.setdefault(document.path, []).append(mapping(contents.get("manifests")))
    homes: dict[str, str] = {}
    for path, manifests in by_file.items():
        folder = posixpath.dirname(path)
        built = (place for each in manifests for place in _places(folder, mapping(each.get("kustomize")).get("paths")))
        if (home := next((place for place in built if place in known), None)) is not None:
            patterns = [place for each in manifests for place in _places(folder, each.get("rawYaml"))]
            named = (each.path for each in plain if any(fnmatchcase(each.path, pattern) for pattern in patterns))
            homes.update(dict.fromkeys(named, home))
    beside: dict[str, list[Document]] = {}
    for document in plain:
        if document.path in homes:
            beside.setdefault(homes[document.path], []).append(document)
    return (
        tuple(_with(each, beside.get(each.path, ())) for each in environments),
        tuple(document for document in plain if document.path not in homes),
    )


def _places(folder: str, written: Json) -> Iterable[str]:
    named = (place for place in items(written) if isinstance(place, str))
    return (posixpath.normpath(posixpath.join(folder, place)) for place in named)


def _with(environment: Environment, others: Sequence[Document]) -> Environment:
    found = (replace(document, environment=environment.name) for document in others)
    return replace(environment, documents=(*environment.documents, *found))


def _is_configuration(contents: Mapping[str, Json]) -> bool:
    return contents.get("kind") == "Config" and scalar(contents.get("apiVersion")).startswith("skaffold/")


def _tagged(value: Json, images: frozenset[str]) -> Json:
    if not isinstance(value, Mapping):
        return value
    return {
        key: [_container(each, images) for each in items(inner)] if key in _LISTS else _tagged(inner, images)
        for key, inner in value.items()
    }


def _container(value: Json, images: frozenset[str]) -> Json:
    container = mapping(value)
    image = container.get("image")
    return {**container, "image": f"{image}:{_TAG}"} if image in images else value
