"""The `images` of a kustomization: which containers they change, and who else sets those."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.traced import Traced
from nova_policy.model import Location

_CONTAINER_LISTS = ("containers", "initContainers")
_TAG = re.compile(r"[a-zA-Z0-9_.{}-]*")


@dataclass(frozen=True, slots=True)
class ImageOverride:
    """Two layers set one image; *at* is where the tag that wins stands, *by* what won (`patch` or `images`)."""

    image: str
    object: str
    by: str
    tag: str | None
    at: Location
    overridden: Location


def split_image(reference: str) -> tuple[str, str, str]:
    """Return name, tag and digest; a port of the registry is no tag."""
    named, _, digest = reference.partition("@")
    registry, slash, rest = named.partition("/")
    name, _, tag = (rest if slash else registry).partition(":")
    return f"{registry}/{name}" if slash else name, tag, digest


def matches_image(entry: Traced, reference: str) -> bool:
    """Tell whether an entry of `images` is about an image; one with another tag than images can have is left alone."""
    name, tag, _ = split_image(reference)
    return name == entry.text("name") and _TAG.fullmatch(tag) is not None


def set_image(resources: Sequence[Resource], entry: Traced) -> tuple[tuple[Resource, ...], bool]:
    """Apply one entry of `images`; the flag says whether any container has that image."""
    changed = []
    found = False
    for resource in resources:
        described = resource.tree.text("kind") == "CustomResourceDefinition"
        tree = resource.tree if described else _rewrite(resource.tree, entry)
        found = found or tree is not resource.tree
        changed.append(resource if tree is resource.tree else replace(resource, tree=tree))
    return tuple(changed), found


def container_images(resource: Resource) -> dict[str, Traced]:
    """Return the images of an object by their place in it, containers named, not numbered."""
    return dict(_images(resource.tree, ""))


def find_overrides(
    before: dict[str, Traced], after: Resource, entries: Sequence[Traced], earlier: frozenset[Location]
) -> Iterator[ImageOverride]:
    """Yield the images that a patch and an entry of `images` both set.

    *before* are the images before the kustomization's patches, *after* is the object behind them, *earlier* are the
    places of the entries that inner layers have applied.
    """
    for place, image in container_images(after).items():
        old = before.get(place)
        if old is None or old.at == image.at:
            continue
        target = str(after.current)
        was = split_image(str(old.value))[0]
        name, tag, _ = split_image(str(image.value))
        winner = next((entry for entry in entries if matches_image(entry, str(image.value))), None)
        loser = next((entry for entry in entries if entry.text("name") == was or entry.text("newName") == name), None)
        if winner is not None:
            if (new_tag := winner.get("newTag")) is not None:
                yield ImageOverride(name, target, "images", str(new_tag.value), new_tag.at, image.at)
        elif loser is not None:
            yield ImageOverride(loser.text("name"), target, "patch", tag or None, image.at, loser.at)
        elif old.at in earlier:
            yield ImageOverride(was, target, "patch", tag or None, image.at, old.at)


def _rewrite(tree: Traced, entry: Traced) -> Traced:
    """Return *tree* with the entry applied to every list of containers; the same object where none matches."""
    if tree.items is not None:
        items = tuple(
            item if item.fields is None and item.items is None else _rewrite(item, entry) for item in tree.items
        )
        same = all(new is old for new, old in zip(items, tree.items, strict=True))
        return tree if same else replace(tree, items=items)
    result = tree
    for key, child in (tree.fields or {}).items():
        # Most of an object are scalars, and no image can be below one.
        if child.fields is None and child.items is None:
            continue
        new = _rewrite(child, entry)
        if key in _CONTAINER_LISTS and new.items is not None:
            new = _each(new, entry, ("image",))
        elif key == "volumes" and new.items is not None:
            new = _each(new, entry, ("image", "reference"))
        if new is not child:
            result = result.with_field(key, new)
    return result


def _each(containers: Traced, entry: Traced, path: tuple[str, ...]) -> Traced:
    items = tuple(_renamed(item, entry, path) for item in containers.items or ())
    same = all(new is old for new, old in zip(items, containers.items or (), strict=True))
    return containers if same else replace(containers, items=items)


def _renamed(container: Traced, entry: Traced, path: tuple[str, ...]) -> Traced:
    child = container.get(path[0])
    if child is None:
        return container
    if len(path) > 1:
        new = _renamed(child, entry, path[1:])
        return container if new is child else container.with_field(path[0], new)
    if not matches_image(entry, str(child.value)):
        return container
    name, tag, digest = split_image(str(child.value))
    return container.with_field(path[0], _image(name, tag, digest, entry))


def _image(name: str, tag: str, digest: str, entry: Traced) -> Traced:
    new_tag, new_digest = _scalar(entry, "newTag"), _scalar(entry, "digest")
    if new_tag or new_digest:
        tag, digest = new_tag, new_digest
    elif suffix := _scalar(entry, "tagSuffix"):
        tag, digest = tag + suffix, ""
    text = (_scalar(entry, "newName") or name) + (f":{tag}" if tag else "") + (f"@{digest}" if digest else "")
    places = (entry.get(key) for key in ("newTag", "digest", "tagSuffix", "newName"))
    decisive = next((place for place in places if place is not None and place.value), entry)
    return Traced(decisive.at, value=text)


def _scalar(entry: Traced, key: str) -> str:
    node = entry.get(key)
    return "" if node is None or node.value is None else str(node.value)


def _images(tree: Traced, place: str) -> Iterator[tuple[str, Traced]]:
    for key, child in (tree.fields or {}).items():
        if key in _CONTAINER_LISTS:
            for item in child.items or ():
                if (image := item.get("image")) is not None and isinstance(image.value, str):
                    yield f"{place}/{key}/{item.text('name')}", image
        elif child.fields is not None:
            yield from _images(child, f"{place}/{key}")
