"""What a manifest says about its package: dependencies, features, edition."""

from __future__ import annotations

from collections.abc import Mapping

from nova_policy.collect.rust.cargo_manifests import Manifest
from nova_policy.collect.rust.places import order
from nova_policy.collect.rust.workspaces import dependency_tables, inherited
from nova_policy.model import Json


def dependencies(manifest: Manifest, root: Manifest | None) -> list[dict[str, Json]]:
    """Return the dependencies as docs/facts/rust.md shapes them, in order of their places."""
    found: list[dict[str, Json]] = []
    for kind, table, contents in dependency_tables(manifest):
        for name, given in contents.items():
            merged = inherited(manifest, root, name, given)
            features = merged.get("features")
            found.append(
                {
                    "name": name,
                    "package": merged.get("package", name),
                    "kind": kind,
                    "optional": merged.get("optional") is True,
                    "workspace": isinstance(given, Mapping) and given.get("workspace") is True,
                    "path": merged.get("path"),
                    "features": sorted(map(str, features)) if isinstance(features, list) else [],
                    "at": manifest.locator.at(*table, name).to_json(),
                }
            )
    return sorted(found, key=lambda each: (order(each), str(each["kind"])))


def features(manifest: Manifest) -> list[dict[str, Json]]:
    """Return the features, sorted by name; `default` tells which are on without being asked for."""
    on = default_features(manifest)
    return [
        {
            "name": name,
            "enables": [str(each) for each in enables] if isinstance(enables, list) else [],
            "default": name in on,
            "at": manifest.locator.at("features", name).to_json(),
        }
        for name, enables in sorted(manifest.table("features").items())
    ]


def default_features(manifest: Manifest) -> frozenset[str]:
    """Return the features that `default` turns on, itself included."""
    table = manifest.table("features")
    on: set[str] = set()
    queue = ["default"]
    while queue:
        name = queue.pop()
        if name not in on:
            on.add(name)
            enables = table.get(name)
            queue += [str(each) for each in enables] if isinstance(enables, list) else []
    return frozenset(on)


def declared_features(manifest: Manifest, root: Manifest | None) -> frozenset[str]:
    """Return the features that can be asked for: those of the table, and the names of optional dependencies."""
    optional = {str(each["name"]) for each in dependencies(manifest, root) if each["optional"]}
    return frozenset({*manifest.table("features"), *optional})


def edition(manifest: Manifest, root: Manifest | None) -> str:
    """Return the package's edition, inherited from *root* where it says so; 2015 is cargo's default."""
    value = manifest.table("package").get("edition")
    if isinstance(value, Mapping) and root is not None:
        value = root.table("workspace", "package").get("edition")
    return value if isinstance(value, str) else "2015"
