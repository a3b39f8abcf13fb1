"""Puts the facts together: manifests, analysed files, packages, workspaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from nova_policy.collect.rust.cargo_manifests import cargo_documents, read_manifests
from nova_policy.collect.rust.crate_facts import crate_fact
from nova_policy.collect.rust.crates import Analyses, find_crates
from nova_policy.collect.rust.lock_file import locked_packages
from nova_policy.collect.rust.topics import topic_reader
from nova_policy.collect.rust.workspace_facts import orphan_facts, workspace_fact
from nova_policy.collect.rust.workspaces import find_workspaces
from nova_policy.model import Document, Json, Problem

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
