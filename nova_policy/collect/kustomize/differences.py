"""The fact `OverlayDifference`: by how much two overlays of one base differ, in counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, zip_longest
from typing import TypeAlias

from nova_policy.collect.facts import fact, place
from nova_policy.collect.kustomize.graph import Graph
from nova_policy.model import Document, Json

Objects: TypeAlias = Mapping[tuple[str, str, str], Json]
"""Objects by group, kind and name."""

_NOT_COMPARED = ("namespace", "labels", "annotations")


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one environment makes; *builds* says whether kustomize made it, else we followed it."""

    folder: str
    builds: bool
    objects: Objects = field(repr=False)


def difference_facts(graph: Graph, overlays: Sequence[Overlay]) -> Iterator[Document]:
    """Yield a fact per pair of environments that refer to the same base."""
    for one, other in combinations(sorted(overlays, key=lambda overlay: overlay.folder), 2):
        shared = [base for base in graph.below(one.folder) if base in graph.below(other.folder)]
        bases = [base for base in shared if not graph.kustomizations[base].component]
        if bases:
            yield _difference(graph, min(bases), one, other)


def _difference(graph: Graph, base: str, one: Overlay, other: Overlay) -> Document:
    both = sorted(one.objects.keys() & other.objects.keys())
    counts = [count_differences(_compared(one.objects[key]), _compared(other.objects[key])) for key in both]
    only = len(one.objects) - len(both), len(other.objects) - len(both)
    heads = [graph.kustomizations[overlay.folder].at for overlay in (one, other)]
    overlays: list[Json] = [
        place(at, name=overlay.folder, builds=overlay.builds) for overlay, at in zip((one, other), heads, strict=True)
    ]
    return fact(
        "OverlayDifference",
        f"{one.folder}..{other.folder}",
        heads[0],
        base=base,
        overlays=overlays,
        rendered=one.builds and other.builds,
        objects={"first": only[0], "second": only[1], "both": len(both)},
        differing_objects=sum(1 for count in counts if count),
        differing_fields=sum(counts),
        same=not any(only) and not any(counts),
    )


def count_differences(one: Json, other: Json) -> int:
    """Count the values that differ; what one side lacks counts with all that is in it."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return sum(count_differences(one.get(key), other.get(key)) for key in {*one, *other})
    if isinstance(one, list) and isinstance(other, list):
        return sum(count_differences(a, b) for a, b in zip_longest(one, other))
    if one == other and isinstance(one, bool) == isinstance(other, bool):
        return 0
    return max(_size(one), _size(other))


def _size(value: Json) -> int:
    if isinstance(value, Mapping):
        return max(1, sum(_size(item) for item in value.values()))
    return max(1, sum(_size(item) for item in value)) if isinstance(value, list) else 1


def _compared(value: Json) -> Json:
    """Return an object, or the template in one, without what overlays set on everything."""
    if not isinstance(value, Mapping):
        return value
    result = {key: _compared(item) for key, item in value.items() if key in ("spec", "template", "jobTemplate")}
    metadata = value.get("metadata")
    if isinstance(metadata, Mapping):
        result["metadata"] = {key: item for key, item in metadata.items() if key not in _NOT_COMPARED} or None
    return {**value, **result}
