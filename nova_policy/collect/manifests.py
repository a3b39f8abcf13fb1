"""Which YAML and JSON files are Kubernetes manifests, and the objects in them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_composing import NodeStore
from nova_policy.collect.yaml_nodes import YamlDocument, YamlFile, load_yaml
from nova_policy.collect.yaml_places import NodeLocator
from nova_policy.model import Document, InputKind, Json, KeyPath

_KUSTOMIZATION_NAMES = frozenset({"kustomization.yaml", "kustomization.yml", "Kustomization"})
_ILLUSTRATES = re.compile(
    r"^(?:tests?|e2e)/|(?:^|/)(?:test-?_?data|__fixtures__|fixtures?|fakes?|golden|docs|examples?|samples?)/"
    r"|(?:^|[/._-])(?:example|sample)(?:[._-][^/]*)?\.\w+$"
)
_MARKS = tuple(
    re.compile(rb"(?:^|[\r{,])[\s\"'-]*" + key + rb"[\"']?\s*:", re.MULTILINE) for key in (b"apiVersion", b"kind")
)
_TEMPLATE = re.compile(rb"^\s*\{\{|:\s*\{\{[^}]*\}\}\s*$|\{%", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manifest:
    """A parsed file that holds Kubernetes objects or is a kustomization."""

    file: YamlFile
    objects: tuple[Document, ...]


def is_kustomization(path: str) -> bool:
    """Tell whether kustomize would read the file as a kustomization."""
    return path.rpartition("/")[2] in _KUSTOMIZATION_NAMES


def may_be_manifest(path: str) -> bool:
    """Tell by its name alone whether a file can hold manifests; workflows do not, though their scripts may."""
    if path.startswith(".github/workflows/"):
        return False
    return path.endswith((".yaml", ".yml", ".json")) or is_kustomization(path)


def illustrates(path: str) -> bool:
    """Tell by its path whether a manifest is a fixture, documentation or an example: what nobody deploys as it is."""
    return _ILLUSTRATES.search(path) is not None


def carries_objects(data: bytes) -> bool:
    """Tell without parsing whether the text speaks of `apiVersion` and `kind`."""
    return all(mark.search(data) for mark in _MARKS)


def is_template(data: bytes) -> bool:
    """Tell whether a text that is no YAML is a template of another tool, such as Helm, and not a broken manifest."""
    return _TEMPLATE.search(data) is not None


def read_manifest(path: str, data: bytes, limits: Limits, store: NodeStore | None = None) -> Manifest:
    """Parse a file as the API server would read it; each object of a `kind: List` is an object of its own."""
    file = load_yaml(data, path, limits, drop_nulls=True, store=store)
    objects = () if is_kustomization(path) else tuple(_objects(file))
    return Manifest(file, objects)


def _objects(file: YamlFile) -> Iterator[Document]:
    for document in file.documents:
        for contents, prefix in _expanded(document.contents, ()):
            locator = NodeLocator(document, prefix, head="kind")
            yield Document(file.path, InputKind.KUBERNETES, contents, locator)


def _expanded(contents: Json, prefix: KeyPath) -> Iterator[tuple[Json, KeyPath]]:
    if not is_object(contents):
        return
    items = contents.get("items")
    if str(contents["kind"]).endswith("List") and isinstance(items, list):
        for index, item in enumerate(items):
            yield from _expanded(item, (*prefix, "items", index))
    else:
        yield contents, prefix


def is_object(contents: Json) -> TypeGuard[Mapping[str, Json]]:
    """Tell whether a value is a Kubernetes object: a mapping with `apiVersion` and `kind`, both strings."""
    if not isinstance(contents, Mapping):
        return False
    return isinstance(contents.get("apiVersion"), str) and isinstance(contents.get("kind"), str)


def is_component(manifest: Manifest) -> bool:
    """Tell whether a parsed file is a kustomization of kind Component, which is no environment by itself."""
    return is_kustomization(manifest.file.path) and any(
        isinstance(document.contents, Mapping) and document.contents.get("kind") == "Component"
        for document in manifest.file.documents
    )


def named_places(manifest: Manifest) -> Iterator[str]:
    """Yield the paths that the texts of a kustomization may mean, as seen from its folder."""
    folder = posixpath.dirname(manifest.file.path)
    for document in manifest.file.documents:
        for text in texts(document.contents):
            yield posixpath.normpath(posixpath.join(folder, text))


def texts(value: Json) -> Iterator[str]:
    """Yield the strings in a value, at any depth."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from texts(inner)


def empty_documents(file: YamlFile) -> tuple[YamlDocument, ...]:
    """Return documents of a manifest that are no objects, such as a lone scalar."""
    return tuple(
        document for document in file.documents if document.contents is not None and not is_object(document.contents)
    )
