"""Packages with their targets and the files these are made of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from nova_policy.collect.rust.cargo_manifests import Manifest, Manifests, manifest_path
from nova_policy.collect.rust.module_tree import Reached, follow
from nova_policy.collect.rust.packages import declared_features, default_features, edition
from nova_policy.collect.rust.targets import Target, find_targets
from nova_policy.collect.rust.workspaces import Workspaces
from nova_policy.model import Json

Analyses = Mapping[str, Mapping[str, Json]]
"""What each Rust file tells (see analysis.py), by path."""


@dataclass(frozen=True, slots=True)
class Crate:
    """A package; *root* is its workspace's manifest; *trees* are the files of each target, in the targets' order."""

    manifest: Manifest
    root: Manifest | None
    member: bool
    edition: str
    targets: tuple[Target, ...]
    trees: tuple[Mapping[str, Reached], ...] = field(repr=False)
    default_features: frozenset[str]
    declared_features: frozenset[str]

    @property
    def name(self) -> str:
        """The package's name."""
        return self.manifest.package_name or ""

    def holders(self, path: str) -> Iterator[tuple[Target, Reached]]:
        """Yield the targets that the file *path* is part of."""
        for target, tree in zip(self.targets, self.trees, strict=True):
            if path in tree:
                yield target, tree[path]

    def production_files(self) -> list[str]:
        """Return the files that a plain build of lib and bin targets compiles, sorted."""
        found = {
            path
            for target, tree in zip(self.targets, self.trees, strict=True)
            for path, reached in tree.items()
            if target.kind in {"lib", "bin"} and reached.production
        }
        return sorted(found)

    def library_names(self) -> set[str]:
        """Return the names under which tests outside the library know this package's library."""
        return {target.name.replace("-", "_") for target in self.targets if target.kind == "lib"}


@dataclass(frozen=True, slots=True)
class Crates:
    """All packages by manifest path; *nearest* names the closest manifest above each Rust file, read or not."""

    by_manifest: Mapping[str, Crate]
    nearest: Mapping[str, str | None]
    claimed: Mapping[str, Sequence[str]]

    def in_directory(self, directory: Json) -> Crate | None:
        """Return the package in *directory*, relative to the root; None where there is none, or no *directory*."""
        return self.by_manifest.get(manifest_path(directory)) if isinstance(directory, str) else None

    def owned_by(self, manifest: str) -> list[str]:
        """Return the files whose tests belong to the package of *manifest*, sorted.

        A file belongs to the nearest of the packages that build it, or to the nearest at all.
        """
        near = {path for path in self.files_of(manifest) if manifest in self.claimed.get(path, (manifest,))}
        for path, claims in self.claimed.items():
            if claims[0] == manifest and self.nearest.get(path) not in claims:
                near.add(path)
        return sorted(near)

    def is_orphan(self, path: str) -> bool:
        """Say whether no target of any package holds the file."""
        return path not in self.claimed

    def files_of(self, manifest: str) -> list[str]:
        """Return the Rust files that lie nearest to *manifest*, sorted."""
        return sorted(path for path, nearest in self.nearest.items() if nearest == manifest)


def find_crates(manifests: Manifests, workspaces: Workspaces, analyses: Analyses) -> Crates:
    """Find every package with its targets, and follow their modules."""
    found: dict[str, Crate] = {}
    claimed: dict[str, list[str]] = {}
    for path, manifest in sorted(manifests.by_path.items()):
        if manifest.package_name is None:
            continue
        found[path] = _crate(manifest, manifests, workspaces, analyses)
        for tree in found[path].trees:
            for file in tree:
                if path not in claimed.setdefault(file, []):
                    claimed[file].append(path)
    known = {*manifests.by_path, *manifests.broken}
    return Crates(found, {path: _nearest(path, known) for path in analyses}, claimed)


def _crate(manifest: Manifest, manifests: Manifests, workspaces: Workspaces, analyses: Analyses) -> Crate:
    owner = workspaces.owner.get(manifest.path)
    root = manifests.by_path[owner] if owner is not None else None
    year = edition(manifest, root)
    features = default_features(manifest)
    targets = find_targets(manifest, year, analyses.keys())
    return Crate(
        manifest=manifest,
        root=root,
        member=workspaces.is_member(manifest.path),
        edition=year,
        targets=targets,
        trees=tuple(follow(target.path, analyses, features) for target in targets),
        default_features=features,
        declared_features=declared_features(manifest, root),
    )


def _nearest(path: str, known: set[str]) -> str | None:
    directory = path
    while directory:
        directory = posixpath.dirname(directory)
        if manifest_path(directory) in known:
            return manifest_path(directory)
    return None
