"""Where monitoring is configured: files, keys of ConfigMaps, PrometheusRules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from nova_policy.collect.files import Files
from nova_policy.collect.node_text import node_text
from nova_policy.collect.yaml_places import NodeLocator, node_at
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, read_within
from nova_policy.model import Document, Json, KeyPath, Location, Problem

_FILE_MARKS = {
    "rules": re.compile(rb"^groups:", re.MULTILINE),
    "scrapes": re.compile(rb"^scrape_configs:", re.MULTILINE),
    "routing": re.compile(rb"^receivers:", re.MULTILINE),
}


@dataclass(frozen=True, slots=True)
class KubernetesObject:
    """An object that holds configuration, and for ConfigMaps the key."""

    kind: str
    name: str
    namespace: str | None
    key: str | None = None

    @staticmethod
    def of(document: Document) -> KubernetesObject:
        """Return the identity of a document's object."""
        contents = mapping(document.contents)
        metadata = mapping(contents.get("metadata"))
        namespace = metadata.get("namespace")
        return KubernetesObject(
            str(contents.get("kind", "")),
            str(metadata.get("name", "")),
            namespace if isinstance(namespace, str) else None,
        )

    def to_json(self) -> Json:
        """Return the fact's `object`."""
        return {"kind": self.kind, "name": self.name, "namespace": self.namespace, "key": self.key}


@dataclass(frozen=True, slots=True)
class MonitoringSource:
    """One configuration. *what* is rules, scrapes or routing; *how* is file, ConfigMap or PrometheusRule."""

    what: str
    how: str
    name: str
    at: Location
    source: Source = field(repr=False)
    object: KubernetesObject | None = None
    prefix: KeyPath = ()


def monitoring_sources(
    files: Files, manifests: Mapping[str, Sequence[Document]]
) -> tuple[tuple[MonitoringSource, ...], tuple[Problem, ...]]:
    """Return all configurations in the order of their paths; *manifests* are the objects by file."""
    found: list[MonitoringSource] = []
    problems: list[Problem] = []
    for path in files.paths:
        if path in manifests:
            for document in manifests[path]:
                found.extend(_in_object(document, files))
        elif path.endswith((".yml", ".yaml", ".rules")):
            kinds = [kind for kind, mark in _FILE_MARKS.items() if mark.search(files.read(path))]
            source, unreadable = read_source(files, path) if kinds else (None, ())
            if source is not None and (what := _what(source.contents)) is not None:
                found.append(MonitoringSource(what, "file", path, Location(path, 1), source))
            elif kinds and "rules" in kinds and source is None:
                problems.extend(unreadable)
    return tuple(found), tuple(problems)


def _what(contents: Mapping[str, Json]) -> str | None:
    if "scrape_configs" in contents:
        return "scrapes"
    if isinstance(contents.get("route"), Mapping) and isinstance(contents.get("receivers"), list):
        return "routing"
    groups = [mapping(group) for group in items(contents.get("groups"))]
    return "rules" if groups and all("rules" in group for group in groups) else None


def _in_object(document: Document, files: Files) -> Iterator[MonitoringSource]:
    locator, identity = document.locator, KubernetesObject.of(document)
    if not isinstance(locator, NodeLocator):
        return
    contents = mapping(document.contents)
    if identity.kind == "PrometheusRule":
        name = f"{document.path}#PrometheusRule/{identity.name}"
        outer = Source(document.path, contents, locator.node, ())
        yield MonitoringSource("rules", "PrometheusRule", name, locator.locate(())[0], outer, identity, ("spec",))
    elif identity.kind == "ConfigMap":
        for key, value in mapping(contents.get("data")).items():
            if isinstance(value, str) and re.search(r"^(?:groups|scrape_configs|receivers):", value, re.MULTILINE):
                yield from _in_key(document, key, files, replace(identity, key=key))


def _in_key(document: Document, key: str, files: Files, identity: KubernetesObject) -> Iterator[MonitoringSource]:
    locator = document.locator
    assert isinstance(locator, NodeLocator)  # noqa: S101 - the caller has looked
    path: KeyPath = ("data", key)
    node = node_at(locator.node, path)
    text = files.text(document.path)
    if not isinstance(node, yaml.ScalarNode) or isinstance(text, Problem):
        return
    source = read_within(node_text(document.path, text.split("\n"), node), files.limits)
    what = _what(source.contents) if source is not None else None
    if source is not None and what is not None:
        name = f"{document.path}#ConfigMap/{identity.name}/{key}"
        yield MonitoringSource(what, "ConfigMap", name, locator.locate(path)[0], source, identity)
