"""Rendered objects as documents, each led back to its base file.

That is done by their identity, which is unique in a build: we know it from following the kustomization. An object that
we cannot follow is led to its file by kustomize's origin annotation, when the build was asked for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nova_policy.collect.kustomize.follow import Followed
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.provenance import RenderedLocator
from nova_policy.collect.kustomize.render import Build
from nova_policy.collect.kustomize.resource import Resource
from nova_policy.collect.kustomize.resource_files import head_of, object_trees
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_nodes import load_yaml
from nova_policy.model import Document, InputKind, Json, Location, Problem

_ORIGIN = "config.kubernetes.io/origin"
_LOCAL = "config.kubernetes.io/local-config"
_HASHED = re.compile(r"(.+)-[a-z0-9]{10}")


@dataclass(frozen=True, slots=True)
class Rendering:
    """The objects of one environment as documents, and what of the output could not be read.

    *complete* says that all of them are objects that we followed.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    complete: bool


def read_rendering(tree: Tree, kustomization: Kustomization, build: Build, followed: Followed) -> Rendering:
    """Turn kustomize's output into documents, of no environment yet, and miss none of what we *followed*."""
    known = (build.objects, ()) if build.objects is not None else None
    objects, problems = known or _read_output(build.output or b"", kustomization, tree.limits)
    index = _Index(tree, kustomization, build.wrapper, followed.resources)
    documents = tuple(index.document(contents) for contents in objects if isinstance(contents, Mapping))
    if not problems and followed.complete:
        problems = tuple(_left_out(kustomization, followed, documents))
    complete = all(isinstance(d.locator, RenderedLocator) and d.locator.resource is not None for d in documents)
    return Rendering(documents, problems, complete)


def _left_out(kustomization: Kustomization, followed: Followed, documents: Sequence[Document]) -> Iterator[Problem]:
    """Name the objects that should have been rendered: an object that nobody sees is one that nobody judges.

    Only where there are too few of them, since we may know one by another name than kustomize.
    """
    expected = [resource for resource in followed.resources if not _is_local(resource)]
    if len(documents) >= len(expected):
        return
    found = {id(d.locator.resource) for d in documents if isinstance(d.locator, RenderedLocator)}
    for resource in expected:
        if id(resource) not in found:
            what = f"kustomize left out {resource.current}, which {resource.head} defines"
            yield Problem("NOVA-B09", what, "run `kustomize build` on it yourself", kustomization.at)


def _is_local(resource: Resource) -> bool:
    return resource.tree.get("metadata", "annotations", _LOCAL) is not None


def _read_output(
    output: bytes, kustomization: Kustomization, limits: Limits
) -> tuple[tuple[Json, ...], tuple[Problem, ...]]:
    file = load_yaml(output, kustomization.path, limits, drop_nulls=True)
    # Lines of the output are nobody's lines, so such a problem is located at the kustomization.
    problems = tuple(
        Problem(problem.code, f"rendered objects cannot be read: {problem.what}", problem.remedy, kustomization.at)
        for problem in file.problems
    )
    return tuple(document.contents for document in file.documents), problems


class _Index:
    """Finds what a rendered object is made of."""

    def __init__(
        self, tree: Tree, kustomization: Kustomization, wrapper: str | None, resources: Sequence[Resource]
    ) -> None:
        self._tree = tree
        self._kustomization = kustomization
        self._wrapper = wrapper
        self._by_identity: dict[tuple[str, ...], Resource] = {}
        for resource in resources:
            paths = (("apiVersion",), ("kind",), ("metadata", "namespace"), ("metadata", "name"))
            self._by_identity[tuple(resource.tree.text(*path) for path in paths)] = resource

    def document(self, contents: Mapping[str, Json]) -> Document:
        clean, annotation = _without_origin(contents)
        origin = self._origin(annotation)
        resource = self._resource(clean)
        if resource is not None and origin is not None and resource.head.path != origin:
            resource = None
        if resource is None:
            head = self._head(clean, origin)
            locator = RenderedLocator(clean, head)
        else:
            head = resource.head
            locator = RenderedLocator(clean, head, resource.chain, resource)
        return Document(head.path, InputKind.KUBERNETES, clean, locator)

    def _resource(self, contents: Mapping[str, Json]) -> Resource | None:
        metadata = contents.get("metadata")
        metadata = metadata if isinstance(metadata, Mapping) else {}
        values = (contents.get("apiVersion"), contents.get("kind"), metadata.get("namespace"))
        head = tuple(str(value or "") for value in values)
        name = str(metadata.get("name", ""))
        if (resource := self._by_identity.get((*head, name))) is not None:
            return resource
        unhashed = _HASHED.fullmatch(name)
        resource = self._by_identity.get((*head, unhashed[1])) if unhashed else None
        return resource if resource is not None and resource.hashed else None

    def _origin(self, annotation: Mapping[str, Json]) -> str | None:
        """Return the file that an object or its generator stands in, relative to the root."""
        written = annotation.get("path") or annotation.get("configuredIn")
        if not isinstance(written, str) or self._wrapper is None:
            return None
        absolute = Path(os.path.normpath(os.path.join(self._wrapper, written)))  # noqa: PTH118 - the text, not the file
        root = self._tree.root
        return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else None

    def _head(self, contents: Mapping[str, Json], origin: str | None) -> Location:
        """Return the only object of that kind in the base file, or the file's kustomization."""
        file = self._tree.yaml(origin) if origin is not None else None
        trees = [tree for document in (file.documents if file is not None else ()) for tree in object_trees(document)]
        same = [tree for tree in trees if tree.text("kind") == contents.get("kind")]
        return head_of(same[0]) if len(same) == 1 else self._kustomization.at


def _without_origin(contents: Mapping[str, Json]) -> tuple[Mapping[str, Json], Mapping[str, Json]]:
    """Return an object without its origin annotation, and what that says."""
    metadata = contents.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, Mapping) else None
    if not isinstance(metadata, Mapping) or not isinstance(annotations, Mapping) or _ORIGIN not in annotations:
        return contents, {}
    kept = {key: value for key, value in annotations.items() if key != _ORIGIN}
    rest = {key: value for key, value in metadata.items() if key != "annotations"}
    clean = {**metadata, "annotations": kept} if kept else rest
    return {**contents, "metadata": clean}, _parsed(annotations[_ORIGIN])


def _parsed(annotation: Json) -> Mapping[str, Json]:
    file = load_yaml(str(annotation).encode(), _ORIGIN, Limits())
    contents = file.documents[0].contents if file.documents else None
    return contents if isinstance(contents, Mapping) else {}
