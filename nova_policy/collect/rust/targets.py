"""A package's targets by cargo's rules: what is declared, and what cargo finds by itself."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from nova_policy.collect.rust.cargo_manifests import Manifest
from nova_policy.model import Json, KeyPath, Location

_FOLDERS = {"bin": "src/bin", "test": "tests", "bench": "benches", "example": "examples"}
_AUTO = {"bin": "autobins", "test": "autotests", "bench": "autobenches", "example": "autoexamples"}


@dataclass(frozen=True, slots=True)
class Target:
    """One target; *path* is that of its root file, relative to the repository."""

    name: str
    kind: str
    path: str
    exists: bool
    required_features: tuple[str, ...]
    test_enabled: bool
    harness: bool
    declared: bool
    at: Location

    def to_json(self) -> dict[str, Json]:
        """Return the target as facts show it."""
        return {
            "name": self.name,
            "kind": self.kind,
            "path": self.path,
            "exists": self.exists,
            "required_features": list(self.required_features),
            "test_enabled": self.test_enabled,
            "harness": self.harness,
            "declared": self.declared,
            "at": self.at.to_json(),
        }


@dataclass(frozen=True, slots=True)
class _Package:
    manifest: Manifest
    edition: str
    files: Collection[str]

    def path(self, relative: str) -> str:
        return self.manifest.below(relative)

    def has(self, relative: str) -> bool:
        return self.path(relative) in self.files


def find_targets(manifest: Manifest, edition: str, files: Collection[str]) -> tuple[Target, ...]:
    """Return the targets of the package, ordered by kind and name; *files* are all files of the repository."""
    package = _Package(manifest, edition, files)
    found = [*_library(package), *(target for kind in _FOLDERS for target in _of_kind(package, kind))]
    kinds = ["lib", *_FOLDERS]
    return tuple(sorted(found, key=lambda target: (kinds.index(target.kind), target.name, target.path)))


def _library(package: _Package) -> Iterable[Target]:
    declared = package.manifest.contents.get("lib")
    automatic = package.manifest.table("package").get("autolib") is not False and package.has("src/lib.rs")
    if isinstance(declared, Mapping) or automatic:
        table = declared if isinstance(declared, Mapping) else {}
        name = table.get("name")
        name = name if isinstance(name, str) else (package.manifest.package_name or "").replace("-", "_")
        place: KeyPath | None = ("lib",) if isinstance(declared, Mapping) else None
        yield _target(package, "lib", {**table, "name": name}, "src/lib.rs", place)


def _of_kind(package: _Package, kind: str) -> Iterable[Target]:
    declared = package.manifest.contents.get(kind)
    tables = [each for each in declared if isinstance(each, Mapping)] if isinstance(declared, list) else []
    targets = []
    for index, table in enumerate(tables):
        name = table.get("name")
        if isinstance(name, str):
            targets.append(_target(package, kind, table, _default_path(package, kind, name), (kind, index)))
    yield from targets
    wanted = package.manifest.table("package").get(_AUTO[kind])
    # In the first edition, one declared target of a kind turns the search for others off.
    if wanted is False or (wanted is None and package.edition == "2015" and targets):
        return
    names, paths = {target.name for target in targets}, {target.path for target in targets}
    for name, path in sorted(_inferred(package, kind).items()):
        if name not in names and path not in paths:
            yield _target(package, kind, {"name": name}, posixpath.relpath(path, package.path(".") or "."), None)


def _inferred(package: _Package, kind: str) -> dict[str, str]:
    """Return name and path of the targets that files make by lying where they lie."""
    folder = package.path(_FOLDERS[kind]) + "/"
    found: dict[str, str] = {}
    for path in package.files:
        if not path.startswith(folder) or not path.endswith(".rs"):
            continue
        head, _, rest = path[len(folder) :].partition("/")
        if head.startswith("."):
            continue
        if not rest:
            found[head.removesuffix(".rs")] = path
        elif rest == "main.rs":
            found.setdefault(head, path)
    if kind == "bin" and package.has("src/main.rs"):
        found[package.manifest.package_name or ""] = package.path("src/main.rs")
    return found


def _default_path(package: _Package, kind: str, name: str) -> str:
    folder = _FOLDERS[kind]
    main = ["src/main.rs"] if kind == "bin" and name == package.manifest.package_name else []
    candidates = [*main, f"{folder}/{name}.rs", f"{folder}/{name}/main.rs"]
    if kind == "bin":
        candidates.append("src/main.rs")
    return next((path for path in candidates if package.has(path)), candidates[0])


def _target(package: _Package, kind: str, table: Mapping[str, Json], default: str, place: KeyPath | None) -> Target:
    given = table.get("path")
    path = package.path(given if isinstance(given, str) else default)
    required = table.get("required-features")
    test = table.get("test")
    return Target(
        name=str(table["name"]),
        kind=kind,
        path=path,
        exists=path in package.files,
        required_features=tuple(sorted(map(str, required))) if isinstance(required, list) else (),
        test_enabled=test if isinstance(test, bool) else kind in {"lib", "bin", "test"},
        harness=table.get("harness") is not False,
        declared=place is not None,
        at=package.manifest.locator.at(*place) if place is not None else Location(path, 1),
    )
