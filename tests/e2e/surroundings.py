"""What must be there before the objects of the examples: their namespaces, and the kinds that operators bring."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.e2e.api import Object
from tests.e2e.cluster import Cluster

_ANYTHING = {"openAPIV3Schema": {"type": "object", "x-kubernetes-preserve-unknown-fields": True}}


def prepare(cluster: Cluster, objects: Sequence[Object]) -> None:
    """Define what *objects* need and wait until the API server knows it. Without its operator a kind holds anything."""
    unknown = [obj for obj in objects if cluster.api.path(obj) is None]
    namespaces = sorted({obj["metadata"]["namespace"] for obj in objects if "namespace" in obj["metadata"]})
    cluster.apply([*_definitions(unknown), *map(_namespace, namespaces)])
    cluster.server.wait_until(lambda: all(map(cluster.api.path, unknown)), "serving the kinds of operators")


def _namespace(name: str) -> Object:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}


def _definitions(objects: Iterable[Object]) -> list[Object]:
    versions: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for obj in objects:
        group, _, version = obj["apiVersion"].partition("/")
        versions[group, obj["kind"], "namespace" in obj["metadata"]].add(version)
    return [_definition(*key, sorted(found)) for key, found in sorted(versions.items())]


def _definition(group: str, kind: str, namespaced: bool, versions: Sequence[str]) -> Object:
    plural = f"{kind.lower()}s"
    served = [{"name": name, "served": True, "storage": False, "schema": _ANYTHING} for name in versions]
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"{plural}.{group}"},
        "spec": {
            "group": group,
            "names": {"kind": kind, "plural": plural},
            "scope": "Namespaced" if namespaced else "Cluster",
            "versions": [*served[:-1], {**served[-1], "storage": True}],
        },
    }
