"""Argo CD Applications: what they point at in this repository, and whether it is there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.yaml_source import items, mapping
from nova_policy.model import Document, Json, KeyPath

_KUSTOMIZATIONS = ("kustomization.yaml", "kustomization.yml", "Kustomization")


def argo_applications(objects: Sequence[Document], files: Files) -> tuple[Document, ...]:
    """Return the fact ArgoApplication of each Application and ApplicationSet among *objects*, in their order."""
    return tuple(found for document in objects if (found := _application(document, files)) is not None)


def _application(document: Document, files: Files) -> Document | None:
    contents = mapping(document.contents)
    is_set = contents.get("kind") == "ApplicationSet"
    if not str(contents.get("apiVersion", "")).startswith("argoproj.io/") or (
        contents.get("kind") != "Application" and not is_set
    ):
        return None
    prefix: KeyPath = ("spec", "template", "spec") if is_set else ("spec",)
    outer = mapping(contents.get("spec"))
    spec = mapping(mapping(outer.get("template")).get("spec")) if is_set else outer
    metadata = mapping(contents.get("metadata"))
    name, namespace = str(metadata.get("name", "")), metadata.get("namespace")
    destination = mapping(spec.get("destination"))
    target: Json = {
        "server": _text(destination.get("server")),
        "cluster": _text(destination.get("name")),
        "namespace": _text(destination.get("namespace")),
    }
    return fact(
        "ArgoApplication",
        f"{namespace}/{name}" if namespace else name,
        document.locator.locate(())[0],
        name=name,
        namespace=_text(namespace),
        application_set=is_set,
        sources=[*_sources(document, spec, prefix, files)],
        destination=target,
        automated="automated" in mapping(spec.get("syncPolicy")),
    )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None


def _sources(document: Document, spec: Mapping[str, Json], prefix: KeyPath, files: Files) -> Iterator[Json]:
    if isinstance(spec.get("source"), Mapping):
        yield _source(document, mapping(spec.get("source")), (*prefix, "source"), files)
    for index, entry in enumerate(items(spec.get("sources"))):
        yield _source(document, mapping(entry), (*prefix, "sources", index), files)


def _source(document: Document, source: Mapping[str, Json], path: KeyPath, files: Files) -> Json:
    chart, written = _text(source.get("chart")), _text(source.get("path"))
    key = "path" if written is not None else "chart" if chart is not None else None
    at = document.locator.locate((*path, key) if key else path)[0]
    folder = normalise(written) if written is not None and "{{" not in written else None
    below = [] if folder is None else list(files.below(folder))
    inside = [name for name in below if (posixpath.dirname(name) or ".") == folder]
    names = {posixpath.basename(name) for name in inside}
    candidates = below if mapping(source.get("directory")).get("recurse") is True else inside
    first = folder.split("/")[0] if folder else None
    return place(
        at,
        repository=_text(source.get("repoURL")),
        own_repository=None if folder is None or first is None else (first in files.folders or None),
        chart=chart,
        revision=_text(source.get("targetRevision")),
        path=written,
        path_exists=None if folder is None else folder in files.folders,
        has_kustomization=None if folder is None else bool(names & set(_KUSTOMIZATIONS)),
        has_manifests=None if folder is None else any(name.endswith((".yaml", ".yml", ".json")) for name in candidates),
        has_chart=None if folder is None else "Chart.yaml" in names,
    )
