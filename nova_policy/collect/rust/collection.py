"""Puts the facts together: manifests, analysed files, packages, workspaces."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files as package_files

from nova_policy.collect.cache import FactCache
from nova_policy.collect.rust.cargo_manifests import cargo_documents, read_manifests
from nova_policy.collect.rust.crate_facts import crate_fact
from nova_policy.collect.rust.crates import Analyses, find_crates
from nova_policy.collect.rust.lock_file import locked_packages
from nova_policy.collect.rust.topics import topic_reader
from nova_policy.collect.rust.workers import Analysed, analyse_all
from nova_policy.collect.rust.workspace_facts import orphan_facts, workspace_fact
from nova_policy.collect.rust.workspaces import find_workspaces
from nova_policy.model import Document, Json, Location, Problem

Collection = tuple[tuple[Mapping[str, Json], ...], tuple[Document, ...], tuple[Problem, ...]]


def put_together(
    paths: Sequence[str], read: Callable[[str], bytes], analyses: Analyses, problems: Sequence[Problem]
) -> Collection:
    """Return facts, documents and problems; see :func:`nova_policy.collect.rust.collect_rust`."""
    manifests = read_manifests(paths, read)
    workspaces = find_workspaces(manifests)
    crates = find_crates(manifests, workspaces, analyses)
    topics = topic_reader()
    files = frozenset(paths)
    facts = [
        *(
            workspace_fact(workspace, workspaces, manifests, analyses)
            | {"lock_packages": locked_packages(workspace.root.directory, files, read)}
            for _, workspace in sorted(workspaces.by_root.items())
        ),
        *(crate_fact(crate, crates, analyses, topics) for _, crate in sorted(crates.by_manifest.items())),
        *orphan_facts(crates, manifests, analyses, topics),
    ]
    return tuple(facts), cargo_documents(manifests), (*manifests.problems, *problems)


def analyse_files(
    paths: Sequence[str], read: Callable[[str], bytes], cache: FactCache | None
) -> tuple[Analyses, list[Problem]]:
    """Return what each Rust file tells on its own, and the problems of those that are not analysed."""
    collector = _version() if cache else ""
    contents = {path: read(path) for path in sorted(paths) if path.endswith(".rs")}
    known = {path: cache.get(collector, content) for path, content in contents.items()} if cache else {}
    missing = {path: content for path, content in contents.items() if known.get(path) is None}
    fresh = analyse_all(missing) if missing else {}
    found: dict[str, Analysed] = {}
    problems = []
    for path, content in contents.items():
        analysed = known.get(path) or fresh.get(path) or {}
        if isinstance(why := analysed.get("failed"), str):
            remedy = "split the file, or exclude it if it is generated"
            problems.append(Problem("NOVA-R02", f"the file is not analysed: {why}", remedy, Location(path, 1)))
            analysed = {"lines": content.count(b"\n")}
        elif cache and path in fresh:
            cache.put(collector, content, analysed)
        found[path] = analysed
    return found, problems


def _version() -> str:
    """Return a digest of this package's code: what another version of it derived is never taken for its own."""
    sources = sorted(package_files(__package__).iterdir(), key=lambda each: each.name)
    digest = hashlib.sha256()
    for source in sources:
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    return f"rust {digest.hexdigest()}"
