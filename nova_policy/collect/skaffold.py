"""Images that Skaffold builds: their manifests name no tag, and Skaffold puts one on what it deploys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nova_policy.collect.yaml_source import items, mapping, scalar
from nova_policy.model import Document, Json

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
