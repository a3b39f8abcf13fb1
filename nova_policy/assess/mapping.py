"""Denials become findings: located, merged across environments, with the section and recommendation they belong to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.bundle.catalogue import Catalogue, Policy
from nova_policy.engines.judge import PlacedDenial
from nova_policy.model import Document, Finding, InputKind, Json, KeyPath, Location, ObjectReference, Status

_NAMING_KEYS = ("name", "id", "containerPort", "mountPath", "key", "host", "uses", "path")


@dataclass(frozen=True, slots=True)
class _Sighting:
    """One denial with its place, before the environments that show the same thing are put together.

    *identity* is what the finding is about: policy, file, object and path, but no line number.
    """

    placed: PlacedDenial
    location: Location
    related: tuple[Location, ...]
    object: ObjectReference | None
    identity: tuple[str, ...]


def findings_from(denials: Iterable[PlacedDenial], catalogue: Catalogue) -> tuple[Finding, ...]:
    """Map all denials, ordered by place and policy.

    What several environments show at one place is one finding that lists them; its message is the one of the
    environment that comes first by name.
    """
    groups: dict[tuple[Location, str, str], list[_Sighting]] = {}
    for placed in denials:
        sighting = _sighting(placed)
        name = sighting.object.name if sighting.object else ""
        groups.setdefault((sighting.location, placed.denial.policy, name), []).append(sighting)
    merged: list[tuple[_Sighting, list[_Sighting]]] = []
    for group in groups.values():
        for same in _same_fault(group):
            ordered = sorted(same, key=_sighting_order)
            merged.append((ordered[0], ordered))
    merged.sort(key=lambda item: _finding_order(item[0]))
    ordinals: dict[tuple[str, ...], int] = {}
    result: list[Finding] = []
    for first, group in merged:
        ordinal = ordinals[first.identity] = ordinals.get(first.identity, -1) + 1
        result.append(_finding(first, group, catalogue.policies[first.placed.denial.policy], ordinal))
    return tuple(result)


def _same_fault(group: Sequence[_Sighting]) -> list[list[_Sighting]]:
    """Two denials of one policy at one place in one environment are two faults; across environments they are one."""
    by_environment: dict[str, list[_Sighting]] = {}
    for sighting in sorted(group, key=_sighting_order):
        by_environment.setdefault(sighting.placed.environment or "", []).append(sighting)
    faults: list[list[_Sighting]] = []
    for sightings in by_environment.values():
        for index, sighting in enumerate(sightings):
            if index == len(faults):
                faults.append([])
            faults[index].append(sighting)
    return faults


def _sighting(placed: PlacedDenial) -> _Sighting:
    first, *rest = placed.document.locator.locate(placed.denial.path)
    if placed.denial.place is not None:
        first, rest = placed.denial.place, [first, *rest]
    others = [place for document, path in placed.related for place in document.locator.locate(path)[:1]]
    related = tuple(dict.fromkeys(place for place in (*others, *rest) if place != first))
    about = _reference(placed.document)
    names = (about.kind, about.namespace or "", about.name) if about else ()
    path = _stable_path(placed.document.contents, placed.denial.path)
    return _Sighting(placed, first, related, about, (placed.denial.policy, first.path, *names, path))


def _reference(document: Document) -> ObjectReference | None:
    contents = document.contents
    if document.kind is not InputKind.KUBERNETES or not isinstance(contents, Mapping):
        return None
    metadata = contents.get("metadata")
    names = metadata if isinstance(metadata, Mapping) else {}
    namespace = names.get("namespace")
    name = names.get("name", names.get("generateName", ""))
    kind, version = contents.get("kind"), contents.get("apiVersion")
    return ObjectReference(str(version), str(kind), str(namespace) if namespace else None, str(name))


def _stable_path(contents: Json, path: KeyPath) -> str:
    """Write a path with the names of list items instead of their indices, which move when a list grows."""
    steps: list[str] = []
    value: object = contents
    for step in path:
        if isinstance(step, int) and isinstance(value, Sequence) and not isinstance(value, str):
            value = value[step] if step < len(value) else None
            steps.append(_item_name(value, step))
        else:
            value = value.get(step) if isinstance(value, Mapping) else None
            steps.append(str(step))
    return "/".join(steps)


def _item_name(item: object, index: int) -> str:
    if isinstance(item, Mapping):
        for key in _NAMING_KEYS:
            if isinstance(item.get(key), (str, int)):
                return f"{key}={item[key]}"
    return str(index)


def _sighting_order(sighting: _Sighting) -> tuple[str, str, str]:
    return sighting.placed.environment or "", sighting.placed.denial.message, str(sighting.placed.denial.path)


def _finding_order(sighting: _Sighting) -> tuple[Location, str, str, str]:
    return sighting.location, sighting.identity[0], sighting.placed.denial.message, "/".join(sighting.identity)


def _finding(first: _Sighting, group: Sequence[_Sighting], policy: Policy, ordinal: int) -> Finding:
    environments = {sighting.placed.environment for sighting in group} - {None}
    related = dict.fromkeys(place for sighting in group for place in sighting.related if place != first.location)
    identity = "\0".join((*first.identity, str(ordinal) if ordinal else ""))
    return Finding(
        policy=policy.id,
        severity=policy.severity,
        message=first.placed.denial.message,
        location=first.location,
        related_locations=tuple(related),
        object=first.object,
        environments=tuple(sorted(str(name) for name in environments)),
        section=policy.section,
        recommendation=policy.recommendation,
        capability=policy.capability,
        status=Status.OPEN,
        fingerprint=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32],
    )
