"""Which manifests belong to which cargo workspace."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nova_policy.collect.rust.cargo_manifests import Manifest, Manifests, manifest_path
from nova_policy.model import Json, KeyPath

_DEPENDENCY_TABLES = (
    "dependencies",
    "dev-dependencies",
    "build-dependencies",
    "dev_dependencies",
    "build_dependencies",
)


@dataclass(frozen=True, slots=True)
class Member:
    """An entry of `workspace.members` and the manifests that answer it."""

    entry: str
    index: int
    manifests: tuple[str, ...]

    @property
    def is_glob(self) -> bool:
        """Whether the entry is a pattern."""
        return bool(re.search(r"[*?\[]", self.entry))


@dataclass(frozen=True, slots=True)
class Workspace:
    """*members* are all member manifests that parse; *implicit* maps a path dependency to where it is declared."""

    root: Manifest
    explicit: bool
    entries: tuple[Member, ...]
    members: frozenset[str]
    implicit: Mapping[str, tuple[str, KeyPath]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Workspaces:
    """All workspaces by root manifest; *owner* names each manifest's workspace, None when it is in none."""

    by_root: Mapping[str, Workspace]
    owner: Mapping[str, str | None]

    def is_member(self, manifest: str) -> bool:
        """Say whether the package of *manifest* is built and tested with the others of its workspace."""
        root = self.owner.get(manifest)
        return root is not None and manifest in self.by_root[root].members


def find_workspaces(manifests: Manifests) -> Workspaces:
    """Find explicit workspaces, and packages that are a workspace of their own."""
    found = {path: _explicit(each, manifests) for path, each in manifests.by_path.items() if each.has_workspace}
    owner: dict[str, str | None] = {path: path for path in found}
    for path, manifest in manifests.by_path.items():
        if path in found or manifest.package_name is None:
            continue
        root = _enclosing_root(manifest, found)
        if root is None:
            owner[path] = path
        elif path in found[root].members or not _is_excluded(found[root].root, manifest.directory):
            owner[path] = root if path in found[root].members else None
        else:
            owner[path] = path
    alone = {
        path: Workspace(manifests.by_path[path], explicit=False, entries=(), members=_alone(path, manifests, found))
        for path, root in owner.items()
        if root == path and path not in found
    }
    return Workspaces({**found, **alone}, owner)


def dependency_tables(manifest: Manifest) -> Iterator[tuple[str, KeyPath, Mapping[str, Json]]]:
    """Yield kind, path and contents of every table of dependencies, those of `[target.…]` included."""
    for prefix in ((), *(("target", name) for name in manifest.table("target"))):
        for table in _DEPENDENCY_TABLES:
            contents = manifest.table(*prefix, table)
            if contents:
                yield _kind(table), (*prefix, table), contents


def inherited(manifest: Manifest, root: Manifest | None, name: str, given: Json) -> Mapping[str, Json]:
    """Return a dependency as a table, with what `workspace = true` inherits; its `path` is relative to the root folder.

    The inherited `features` come first, as cargo adds the package's own to them.
    """
    own: Mapping[str, Json] = given if isinstance(given, Mapping) else {"version": given}
    if own.get("workspace") is not True or root is None:
        return _rooted(manifest, own)
    shared = root.table("workspace", "dependencies").get(name)
    base = _rooted(root, shared if isinstance(shared, Mapping) else {"version": shared})
    features = [*_list(base.get("features")), *_list(own.get("features"))]
    return {
        **base,
        **{key: own[key] for key in own if key != "path"},
        "features": list(dict.fromkeys(map(str, features))),
    }


def _explicit(root: Manifest, manifests: Manifests) -> Workspace:
    entries = tuple(
        Member(entry, index, _answers(root, entry, manifests))
        for index, entry in enumerate(root.strings("workspace", "members"))
    )
    listed = {path for member in entries for path in member.manifests}
    members = {path for path in listed if path in manifests.by_path and not _glob_excluded(root, path, entries)}
    if root.package_name is not None:
        members.add(root.path)
    implicit: dict[str, tuple[str, KeyPath]] = {}
    queue = sorted(members)
    while queue:
        member = manifests.by_path[queue.pop(0)]
        for path, place in _path_dependencies(member, root, manifests):
            if path not in members and not _is_excluded(root, manifests.by_path[path].directory):
                members.add(path)
                implicit[path] = (member.path, place)
                queue.append(path)
    return Workspace(root, explicit=True, entries=entries, members=frozenset(members), implicit=implicit)


def _path_dependencies(member: Manifest, root: Manifest, manifests: Manifests) -> Iterator[tuple[str, KeyPath]]:
    for _, table, contents in dependency_tables(member):
        for name, given in sorted(contents.items()):
            path = inherited(member, root, name, given).get("path")
            target = manifest_path(path) if isinstance(path, str) else ""
            inside = isinstance(path, str) and (not root.directory or path.startswith(f"{root.directory}/"))
            if target in manifests.by_path and inside and not manifests.by_path[target].has_workspace:
                yield target, (*table, name)


def _answers(root: Manifest, entry: str, manifests: Manifests) -> tuple[str, ...]:
    known = {*manifests.by_path, *manifests.broken}
    pattern = re.compile(_translated(root.below(entry)))
    return tuple(sorted(path for path in known if pattern.fullmatch(posixpath.dirname(path))))


def _translated(pattern: str) -> str:
    """Translate a glob as cargo reads it: `*` stays within a folder, `**` does not."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?|\[[^\]]*\])", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    return "".join(
        meaning.get(part, re.escape(part) if not part.startswith("[") else f"[{re.escape(part[1:-1])}]")
        for part in parts
    )


def _is_excluded(root: Manifest, directory: str) -> bool:
    excluded = any(_is_below(directory, root.below(entry)) for entry in root.strings("workspace", "exclude"))
    listed = any(_is_below(directory, root.below(entry)) for entry in root.strings("workspace", "members"))
    return excluded and not listed


def _glob_excluded(root: Manifest, path: str, entries: tuple[Member, ...]) -> bool:
    literal = any(path in member.manifests and not member.is_glob for member in entries)
    return not literal and _is_excluded(root, posixpath.dirname(path))


def _is_below(directory: str, ancestor: str) -> bool:
    return not ancestor or directory == ancestor or directory.startswith(f"{ancestor}/")


def _enclosing_root(manifest: Manifest, found: Mapping[str, Workspace]) -> str | None:
    named = manifest.table("package").get("workspace")
    if isinstance(named, str):
        path = manifest_path(manifest.below(named))
        return path if path in found else None
    directory = manifest.directory
    while directory:
        directory = posixpath.dirname(directory)
        if manifest_path(directory) in found:
            return manifest_path(directory)
    return None


def _alone(path: str, manifests: Manifests, found: Mapping[str, Workspace]) -> frozenset[str]:
    """Return the members of the workspace that a package is on its own: none when another workspace excludes it."""
    excluded = _enclosing_root(manifests.by_path[path], found) is not None
    return frozenset() if excluded else frozenset({path})


def _kind(table: str) -> str:
    return {"d": "dev", "b": "build"}[table[0]] if table != "dependencies" else "normal"


def _rooted(manifest: Manifest, table: Mapping[str, Json]) -> Mapping[str, Json]:
    path = table.get("path")
    return {**table, "path": manifest.below(path)} if isinstance(path, str) else table


def _list(value: Json) -> list[Json]:
    return list(value) if isinstance(value, list) else []
