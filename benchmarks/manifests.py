"""Manifests to time with, as many as are wanted: the objects of an environment of examples/nova-fixed, renamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import yaml

from nova_policy.collect.collector import CollectSettings, collect

_EXAMPLE = Path(__file__).parents[1] / "examples" / "nova-fixed"
ENVIRONMENT = 88
"""So many namespaced objects does the environment have."""


def write_manifests(tree: Path, number: int, folder: int = ENVIRONMENT) -> int:
    """Write *number* manifests, a file each and *folder* of them in each folder; return their size in bytes."""
    size = 0
    for index, manifest in enumerate(islice(_manifests(), number)):
        path = tree / f"{index // folder:05}" / f"{index % folder:05}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(yaml.dump(manifest, encoding="utf-8", Dumper=yaml.CSafeDumper))
    return size


def _manifests() -> Iterator[Any]:
    """Yield the namespaced objects of one environment, over and over, each time in namespaces of their own."""
    environments = collect(_EXAMPLE, CollectSettings()).environments
    (prod,) = (environment for environment in environments if environment.name == "prod")
    contents: list[Any] = [document.contents for document in prod.documents]
    names = {item["metadata"]["name"] for item in contents if item["kind"] == "Namespace"}
    objects = [json.dumps(item) for item in contents if item["kind"] == "Namespace" or "namespace" in item["metadata"]]
    for copy in count():
        for text in objects:
            manifest = json.loads(text)
            key = "name" if manifest["kind"] == "Namespace" else "namespace"
            if manifest["metadata"][key] in names:
                manifest["metadata"][key] += f"-{copy}"
            yield manifest
