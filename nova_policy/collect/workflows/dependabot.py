"""Dependabot and Renovate: where dependency updates look for manifests."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files, normalise
from nova_policy.collect.yaml_source import Source, items, mapping, read_source, scalar
from nova_policy.model import Document, Json, KeyPath, Location, Problem

_MANIFESTS: Mapping[str, str] = {
    "cargo": r"Cargo\.toml",
    "npm": r"package\.json",
    "bun": r"package\.json",
    "pip": r"requirements[\w.\-]*\.(?:txt|in)|pyproject\.toml|setup\.(?:py|cfg)|Pipfile",
    "uv": r"pyproject\.toml",
    "docker": r"(?:[\w.\-]*\.)?(?:Dockerfile|Containerfile)(?:[._\-][\w.\-]*)?|[\w.\-]+\.ya?ml",
    "docker-compose": r"(?:docker-)?compose[\w.\-]*\.ya?ml",
    "gomod": r"go\.mod",
    "maven": r"pom\.xml",
    "gradle": r"(?:build|settings)\.gradle(?:\.kts)?",
    "bundler": r"Gemfile|[\w\-]+\.gemspec",
    "composer": r"composer\.json",
    "nuget": r"[\w.\-]+\.(?:cs|fs|vb)proj|packages\.config",
    "terraform": r"[\w.\-]+\.tf",
    "swift": r"Package\.swift",
    "pub": r"pubspec\.yaml",
    "helm": r"Chart\.yaml",
    "gitsubmodule": r"\.gitmodules",
    "devcontainers": r"devcontainer\.json",
    "pre-commit": r"\.pre-commit-config\.yaml",
}
_RENOVATE = frozenset({"renovate.json", "renovate.json5", ".renovaterc", ".renovaterc.json", ".github/renovate.json"})


def dependency_updates(files: Files) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """Return the fact DependabotUpdates of each configuration."""
    found: list[Document] = []
    problems: list[Problem] = []
    for path in files.paths:
        if path in {".github/dependabot.yml", ".github/dependabot.yaml"}:
            source, unreadable = read_source(files, path)
            problems.extend(unreadable)
            updates: list[Json] = [*_updates(source, files)] if source else []
            found.append(fact("DependabotUpdates", path, Location(path, 1), tool="dependabot", updates=updates))
        elif path in _RENOVATE:
            found.append(fact("DependabotUpdates", path, Location(path, 1), tool="renovate", updates=[]))
    return tuple(found), tuple(problems)


def _updates(source: Source, files: Files) -> Iterator[Json]:
    for index, entry in enumerate(items(source.contents.get("updates"))):
        update = mapping(entry)
        ecosystem = scalar(update.get("package-ecosystem"))
        single = update.get("directory") is not None
        directories = items(update.get("directory")) if single else items(update.get("directories"))
        path: KeyPath = ("updates", index)
        for number, directory in enumerate(directories):
            at = source.at((*path, "directory") if single else (*path, "directories", number))
            exists = _manifest_exists(ecosystem, scalar(directory), files)
            yield place(at, ecosystem=ecosystem, directory=scalar(directory), manifest_exists=exists)


def _manifest_exists(ecosystem: str, directory: str, files: Files) -> bool | None:
    folder = normalise(directory.strip("/") or ".")
    if ecosystem == "github-actions":
        return any(_is_action_file(path, folder or ".") for path in files.paths)
    pattern = _MANIFESTS.get(ecosystem)
    if pattern is None or folder is None:
        return None
    if "*" in directory:
        return any(
            re.fullmatch(pattern, posixpath.basename(path)) and _is_among(posixpath.dirname(path) or ".", folder)
            for path in files.paths
        )
    inside = (path for path in files.paths if (posixpath.dirname(path) or ".") == folder)
    names = [posixpath.basename(path) for path in inside]
    if ecosystem == "docker":
        return any(_is_docker_manifest(name, folder, files) for name in names)
    return any(re.fullmatch(pattern, name) for name in names)


def _is_action_file(path: str, folder: str) -> bool:
    """Tell whether dependabot's updates of actions in a folder read the file: workflows for the root, else actions."""
    if not path.endswith((".yml", ".yaml")):
        return False
    if folder == ".":
        return path.startswith((".github/workflows/", "action.y"))
    return path.startswith(f"{folder}/") or ("*" in folder and _is_among(posixpath.dirname(path), folder))


def _is_among(folder: str, pattern: str) -> bool:
    """Tell whether a pattern of folders covers one; `a/**` means `a` and all below it."""
    from fnmatch import fnmatchcase

    return fnmatchcase(folder, pattern) or folder == pattern.removesuffix("/**")


def _is_docker_manifest(name: str, folder: str, files: Files) -> bool:
    """Tell whether dependabot's docker updates read the file: Dockerfiles, and manifests that name images."""
    if re.fullmatch(r"(?:[\w.\-]*\.)?(?:Dockerfile|Containerfile)(?:[._\-][\w.\-]*)?", name, re.IGNORECASE):
        return True
    if not name.endswith((".yml", ".yaml")):
        return False
    path = name if folder == "." else f"{folder}/{name}"
    data = files.read(path)
    return bool(re.search(rb"^apiVersion:", data, re.MULTILINE) and re.search(rb"^\s*-?\s*image:", data, re.MULTILINE))
