"""Files of a repository that are known by their name: runbooks, owners, policies, hooks, contracts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from nova_policy.collect.facts import place
from nova_policy.collect.files import Files
from nova_policy.collect.yaml_source import items, mapping, read_source, scalar
from nova_policy.model import Json, Location

_LANGUAGES: dict[str, tuple[str, ...]] = {
    "rust": (".rs",),
    "swift": (".swift",),
    "go": (".go",),
    "python": (".py",),
    "typescript": (".ts", ".tsx"),
    "javascript": (".js", ".jsx", ".mjs"),
    "java": (".java",),
    "kotlin": (".kt", ".kts"),
    "c": (".c", ".h"),
    "cpp": (".cc", ".cpp", ".hpp"),
    "ruby": (".rb",),
    "shell": (".sh", ".bash"),
    "sql": (".sql",),
    "protobuf": (".proto",),
}
_SCANNERS = re.compile(
    r"gitleaks|trufflehog|detect-secrets|git-secrets|ggshield|detect-private-key|secretlint|ripsecrets|talisman"
)
_SCANNER_FILES = {
    ".gitleaks.toml": "gitleaks",
    "gitleaks.toml": "gitleaks",
    ".gitleaksignore": "gitleaks",
    ".secrets.baseline": "detect-secrets",
    ".trufflehog.yml": "trufflehog",
    ".gitguardian.yaml": "ggshield",
    ".gitguardian.yml": "ggshield",
    ".secretlintrc.json": "secretlint",
    ".talismanrc": "talisman",
}
_DOCUMENTS = (".md", ".adoc", ".rst")
_RUNBOOK = re.compile(
    r"(?:^|/)(?:runbooks?/[^/]+|[^/]*(?:runbook|playbook|incident[-_]response)[^/]*)\.(?:md|adoc|rst)$", re.IGNORECASE
)
_DECISION = re.compile(
    r"(?:^|/)(?:(?:adrs?|decisions|architecture-decisions)/[^/]+|adr[-_]\d+[^/]*)\.(?:md|adoc|rst)$", re.IGNORECASE
)


def languages(files: Files) -> list[Json]:
    """Return files and lines (as `wc -l` counts) by language, most lines first."""
    endings = {ending: name for name, known in _LANGUAGES.items() for ending in known}
    counts: dict[str, list[int]] = {}
    for path in files.paths:
        dot = path.rfind(".", path.rfind("/") + 1)
        name = endings.get(path[dot:].lower()) if dot >= 0 else None
        if name is not None:
            count = counts.setdefault(name, [0, 0])
            count[0] += 1
            count[1] += files.read(path).count(b"\n")
    ordered = sorted(counts.items(), key=lambda item: (-item[1][1], item[0]))
    return [{"name": name, "files": number, "lines": lines} for name, (number, lines) in ordered]


def swift_projects(files: Files) -> list[Json]:
    """Return Xcode projects and workspaces, Swift packages and XcodeGen specifications."""
    found: dict[tuple[str, str], Json] = {}
    for path in files.paths:
        for kind in ("xcodeproj", "xcworkspace"):
            folder, separator, _ = path.partition(f".{kind}/")
            # Every project, and SwiftPM's folder, carries a workspace of its own within.
            if separator and not (kind == "xcworkspace" and (".xcodeproj/" in folder or ".swiftpm/" in folder)):
                project = f"{folder}.{kind}"
                inner = f"{project}/project.pbxproj"
                at = Location(inner if inner in files.known else path, 1)
                found.setdefault((project, kind), place(at, kind=kind, path=project))
        name = path.rpartition("/")[2]
        is_generated = name == "project.yml" and all(mark in files.read(path) for mark in (b"targets:", b"bundleId"))
        if name == "Package.swift" or is_generated:
            kind = "xcodegen" if is_generated else "package"
            found[(path, kind)] = place(Location(path, 1), kind=kind, path=path)
    return [found[key] for key in sorted(found)]


def precommit(files: Files) -> Json:
    """Return the fact's `precommit`; None without a configuration."""
    path = next((path for path in (".pre-commit-config.yaml", ".pre-commit-config.yml") if path in files.known), None)
    if path is None:
        return None
    source, _ = read_source(files, path)
    hooks: list[Json] = []
    for index, repo in enumerate(items(source.contents.get("repos")) if source else []):
        for number, hook in enumerate(items(mapping(repo).get("hooks"))):
            at = source.at(("repos", index, "hooks", number)) if source else Location(path, 1)
            identity = {"id": scalar(mapping(hook).get("id")), "repo": scalar(mapping(repo).get("repo"))}
            hooks.append(place(at, **identity, rev=scalar(mapping(repo).get("rev")) or None))
    scans = any(_SCANNERS.search(f"{mapping(hook).get('id')} {mapping(hook).get('repo')}") for hook in hooks)
    return place(Location(path, 1), secret_scanner=scans, hooks=hooks)


def git_hooks(files: Files) -> list[Json]:
    """Return hooks that lie in the repository: `.githooks`, `.husky`, lefthook."""
    found: list[Json] = []
    for path in files.paths:
        is_hook = re.fullmatch(r"\.(?:githooks|husky)/[\w\-]+", path) or path in {"lefthook.yml", ".lefthook.yml"}
        if is_hook:
            text = "\n".join(
                line
                for line in files.read(path).decode("utf-8", "replace").split("\n")
                if not line.lstrip().startswith("#")
            )
            name = path.rpartition("/")[2]
            found.append(place(Location(path, 1), name=name, secret_scanner=bool(_SCANNERS.search(text))))
    return found


def secret_scanner_config(files: Files) -> list[Json]:
    """Return configurations of secret scanners."""
    names = ((path, path.rpartition("/")[2]) for path in files.paths)
    return [place(Location(path, 1), tool=_SCANNER_FILES[name]) for path, name in names if name in _SCANNER_FILES]


def named_like(files: Files, kind: str) -> list[Json]:
    """Return the files that are runbooks or decision records by their name."""
    pattern = {"runbook": _RUNBOOK, "decision": _DECISION}[kind]
    return [
        place(Location(path, 1), path=path)
        for path in files.paths
        if path.lower().endswith(_DOCUMENTS) and pattern.search(path)
    ]


def first_of(files: Files, candidates: Sequence[str]) -> Json:
    """Return the place of the first of *candidates* that exists, in any case; else None."""
    by_lower = {path.lower(): path for path in reversed(files.paths)}
    found = next((by_lower[name.lower()] for name in candidates if name.lower() in by_lower), None)
    return place(Location(found, 1)) if found else None


def codecov(files: Files) -> Json:
    """Return the fact's `codecov`; None without a configuration."""
    names = ("codecov.yml", ".codecov.yml", "codecov.yaml", ".codecov.yaml", ".github/codecov.yml", "dev/codecov.yml")
    path = next((name for name in names if name in files.known), None)
    source = read_source(files, path)[0] if path else None
    if path is None or source is None:
        return None
    status = mapping(mapping(source.contents.get("coverage")).get("status"))
    individual = items(mapping(source.contents.get("component_management")).get("individual_components"))
    targets: list[Json] = [
        place(source.at(("coverage", "status", kind, name, "target")), name=f"{kind}/{name}")
        for kind, entries in status.items()
        for name, entry in mapping(entries).items()
        if "target" in mapping(entry)
    ]
    return place(
        Location(path, 1),
        flags=[*mapping(source.contents.get("flags"))],
        components=[scalar(mapping(entry).get("component_id")) for entry in individual],
        targets=targets,
    )


def contracts(files: Files) -> list[Json]:
    """Return API descriptions that a contract check could use."""
    return [place(Location(path, 1), kind=kind, path=path) for path, kind in _contracts(files)]


def _contracts(files: Files) -> Iterator[tuple[str, str]]:
    for path in files.paths:
        name = path.rpartition("/")[2].lower()
        if name.endswith(".proto"):
            yield path, "proto"
        elif name in {"buf.yaml", "buf.gen.yaml", "buf.work.yaml"}:
            yield path, "buf"
        elif name.endswith((".graphql", ".graphqls")):
            yield path, "graphql"
        elif ("openapi" in name or "swagger" in name) and re.search(
            r"(?:openapi|swagger)[\w.\-]*\.(?:ya?ml|json)$", name
        ):
            yield path, "openapi"
        elif "/pacts/" in f"/{path}" and name.endswith(".json") and _is_pact(files.read(path)):
            yield path, "pact"


def _is_pact(data: bytes) -> bool:
    try:
        return {"consumer", "provider"} <= set(mapping(json.loads(data)))
    except (ValueError, RecursionError):
        return False
