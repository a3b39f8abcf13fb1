"""The facts of workspaces, and of test files that are in no package."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator

from nova_policy.collect.rust.cargo_manifests import Manifest, Manifests, manifest_path
from nova_policy.collect.rust.crate_tests import orphans
from nova_policy.collect.rust.crates import Analyses, Crates
from nova_policy.collect.rust.places import entries, head, spot
from nova_policy.collect.rust.topics import TopicReader
from nova_policy.collect.rust.workspaces import Workspace, Workspaces
from nova_policy.model import Json, Location

_QUOTED = re.compile(r"""(?:"([^"\n]+)"|'([^'\n]+)')""")


def workspace_fact(
    workspace: Workspace, workspaces: Workspaces, manifests: Manifests, analyses: Analyses
) -> dict[str, Json]:
    """Return the `RustWorkspace` of *workspace*, as docs/facts/rust.md describes it."""
    root = workspace.root
    name = root.package_name or posixpath.basename(root.directory) or "workspace"
    return {
        **head("RustWorkspace", name, root.locator.at("workspace" if workspace.explicit else "package").to_json()),
        "manifest": root.path,
        "directory": root.directory or ".",
        "explicit": workspace.explicit,
        "members": _members(workspace, manifests),
        "implicit_members": [
            {"manifest": path, "at": manifests.by_path[member].locator.at(*place).to_json()}
            for path, (member, place) in sorted(workspace.implicit.items())
        ],
        "default_members": _entries(root, "default-members"),
        "excluded": _entries(root, "exclude"),
        "commented_members": _commented(root, manifests),
        "non_members": _non_members(workspace, workspaces, manifests),
        "totals": _totals(_files_of(root, workspaces, analyses), analyses),
    }


def orphan_facts(
    crates: Crates, manifests: Manifests, analyses: Analyses, topics: TopicReader
) -> Iterator[dict[str, Json]]:
    """Yield `RustOrphanTests` for every folder with test files that lie in no readable package."""
    folders: dict[tuple[str, str | None], list[str]] = {}
    for path, nearest in sorted(crates.nearest.items()):
        if crates.is_orphan(path) and nearest not in crates.by_manifest:
            folders.setdefault((posixpath.dirname(path), nearest), []).append(path)
    for (folder, nearest), paths in sorted(folders.items(), key=lambda each: (each[0][0], each[0][1] or "")):
        files = orphans(paths, analyses, topics)
        if files:
            yield {
                **head("RustOrphanTests", folder or ".", spot([1, 1], paths[0])),
                "reason": "manifest_unparsable" if nearest in manifests.broken else "no_package",
                "manifest": nearest,
                "files": files,
            }


def _members(workspace: Workspace, manifests: Manifests) -> list[Json]:
    return [
        {
            "entry": member.entry,
            "glob": member.is_glob,
            "exists": bool(member.manifests),
            "parses": bool(member.manifests) and not manifests.broken.intersection(member.manifests),
            "manifests": list(member.manifests),
            "at": workspace.root.locator.at("workspace", "members", member.index).to_json(),
        }
        for member in workspace.entries
    ]


def _entries(root: Manifest, key: str) -> list[Json]:
    return [
        {"entry": entry, "at": root.locator.at("workspace", key, index).to_json()}
        for index, entry in enumerate(root.strings("workspace", key))
    ]


def _commented(root: Manifest, manifests: Manifests) -> list[Json]:
    """Return the quoted paths in comments within the `members` array: members that somebody switched off."""
    if "members" not in root.table("workspace"):
        return []
    first = root.locator.at("workspace", "members").line
    found: list[Json] = []
    for number, line in enumerate(root.text.split("\n")[first - 1 :], start=first):
        code, hash_sign, comment = line.partition("#")
        for match in _QUOTED.finditer(comment):
            entry = match[1] or match[2]
            known = manifest_path(root.below(entry)) in {*manifests.by_path, *manifests.broken}
            column = len(code) + len(hash_sign) + match.start() + 1
            found.append({"entry": entry, "exists": known, "at": Location(root.path, number, column).to_json()})
        if "]" in code:
            break
    return found


def _non_members(workspace: Workspace, workspaces: Workspaces, manifests: Manifests) -> list[Json]:
    root = workspace.root
    if not workspace.explicit:
        return []
    answered = {path for member in workspace.entries for path in member.manifests}
    found: list[Json] = []
    for path in sorted({*manifests.by_path, *manifests.broken}):
        outside = path not in workspace.members and path not in answered
        broken = path in manifests.broken
        alone = not broken and workspaces.owner.get(path) is not None
        if outside and not alone and _nearest_root(path, workspaces) == root.path:
            found.append({"manifest": path, "parses": not broken, "at": manifests.place(path).to_json()})
    return found


def _files_of(root: Manifest, workspaces: Workspaces, analyses: Analyses) -> list[str]:
    return [path for path in sorted(analyses) if _nearest_root(path, workspaces) == root.path]


def _nearest_root(path: str, workspaces: Workspaces) -> str | None:
    directory = posixpath.dirname(path)
    while True:
        if manifest_path(directory) in workspaces.by_root:
            return manifest_path(directory)
        if not directory:
            return None
        directory = posixpath.dirname(directory)


def _totals(files: Iterable[str], analyses: Analyses) -> dict[str, Json]:
    listed = list(files)
    tests = [len(entries(analyses[path], "tests")) for path in listed]
    lines = [analyses[path].get("lines") for path in listed]
    return {
        "rust_files": len(listed),
        "rust_lines": sum(each for each in lines if isinstance(each, int)),
        "test_functions": sum(tests),
        "test_files": sum(1 for count in tests if count),
    }
