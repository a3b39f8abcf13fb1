"""Prometheus configurations: what they scrape, which rule files they name, and what deploys them."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.monitoring_sources import KubernetesObject, MonitoringSource
from nova_policy.collect.rule_loading import Deliveries, Loaded
from nova_policy.collect.yaml_source import Source, items, mapping, scalar
from nova_policy.model import Document, Json, KeyPath, Location

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "0.0.0.0"})  # noqa: S104 - recognised, not bound to


@dataclass(frozen=True, slots=True)
class RulePattern:
    """An entry of `rule_files`, and the files of the tree that it reaches from the configuration's folder."""

    pattern: str
    matches: tuple[str, ...]
    at: Location = field(repr=False)


def rule_patterns(source: Source, files: Files) -> tuple[RulePattern, ...]:
    """Return the entries of `rule_files` in their order."""
    folder = posixpath.dirname(source.path)
    found: list[RulePattern] = []
    for index, entry in enumerate(items(source.contents.get("rule_files"))):
        pattern = scalar(entry)
        reached: tuple[str, ...] = ()
        if not pattern.startswith("/") and source.outer is None:
            wanted = normalise(posixpath.join(folder, pattern))
            reached = tuple(path for path in files.paths if wanted is not None and fnmatchcase(path, wanted))
        found.append(RulePattern(pattern, reached, source.at(("rule_files", index))))
    return tuple(found)


def scrape_config(item: MonitoringSource, files: Files, deliveries: Deliveries) -> Document:
    """Return the fact ScrapeConfig of one Prometheus configuration."""
    source = item.source
    patterns: list[Json] = [
        place(pattern.at, pattern=pattern.pattern, matches=[*pattern.matches])
        for pattern in rule_patterns(source, files)
    ]
    managers: list[Json] = []
    for index, entry in enumerate(items(mapping(source.contents.get("alerting")).get("alertmanagers"))):
        managers.extend(_static_targets(source, ("alerting", "alertmanagers", index), entry))
    return fact(
        "ScrapeConfig",
        item.name,
        item.at,
        source=item.how,
        object=item.object.to_json() if item.object else None,
        jobs=[*_jobs(source)],
        rule_files=patterns,
        alertmanagers=managers,
        deployed_by=[place(loaded.at, how=loaded.how) for loaded in _deployed_by(item, deliveries)],
    )


def _deployed_by(item: MonitoringSource, deliveries: Deliveries) -> list[Loaded]:
    found = [
        Loaded("compose", mount.at)
        for mount in deliveries.compose
        if mount.covers(item.source.path) and not item.object
    ]
    if item.object is not None:
        found.extend(Loaded("mount", mount.at) for mount in deliveries.mounts if mount.is_of(item.object))
    found.extend(deliveries.appliers(item.source.path))
    return list(dict.fromkeys(found))


def _jobs(source: Source) -> Iterator[Json]:
    for index, entry in enumerate(items(source.contents.get("scrape_configs"))):
        job = mapping(entry)
        path: KeyPath = ("scrape_configs", index)
        discovery = sorted(
            key.removesuffix("_sd_configs") for key in job if key.endswith("_sd_configs") and items(job.get(key))
        )
        yield place(
            source.at(path),
            name=scalar(job.get("job_name")),
            discovery=[*discovery],
            targets=[*_static_targets(source, path, entry)],
        )


def _static_targets(source: Source, path: KeyPath, value: Json) -> Iterator[Json]:
    for number, group in enumerate(items(mapping(value).get("static_configs"))):
        for index, target in enumerate(items(mapping(group).get("targets"))):
            written = re.sub(r"^https?://", "", scalar(target)).partition("/")[0]
            if not written or "{{" in written:
                continue
            host, port = _host_and_port(written)
            at = source.at((*path, "static_configs", number, "targets", index))
            yield place(at, host=host, port=port, local=host in _LOCAL)


def _host_and_port(written: str) -> tuple[str, int | None]:
    host, colon, port = written.rpartition(":")
    if not colon or not re.fullmatch(r"\d{1,5}", port):
        return written.strip("[]"), None
    return host.strip("[]"), int(port)


def monitor(document: Document) -> Document | None:
    """Return the fact ScrapeConfig of a ServiceMonitor or PodMonitor; None for any other object."""
    contents = mapping(document.contents)
    kind = contents.get("kind")
    if kind not in {"ServiceMonitor", "PodMonitor"} or not str(contents.get("apiVersion", "")).startswith(
        "monitoring."
    ):
        return None
    identity = KubernetesObject.of(document)
    at = document.locator.locate(())[0]
    job: Json = place(at, name=identity.name, discovery=["kubernetes"], targets=[])
    return fact(
        "ScrapeConfig",
        f"{document.path}#{kind}/{identity.name}",
        at,
        source=str(kind),
        object=identity.to_json(),
        jobs=[job],
        rule_files=[],
        alertmanagers=[],
        deployed_by=[],
    )
