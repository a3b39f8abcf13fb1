"""Collects a repository: lists its files, lets each collector read what is its own, and puts the results together."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from nova_policy.collect.facts import fact, place
from nova_policy.collect.files import Files
from nova_policy.collect.limits import MIB, Limits
from nova_policy.collect.manifests import (
    Manifest,
    carries_objects,
    illustrates,
    is_component,
    is_kustomization,
    is_template,
    may_be_manifest,
    named_places,
    read_manifest,
)
from nova_policy.collect.project import Project
from nova_policy.collect.remaining import Remaining
from nova_policy.collect.skaffold import built_images, joined, tagged
from nova_policy.collect.walk import read_file, walk_tree
from nova_policy.collect.yaml_composing import NodeStore
from nova_policy.memory import open_memory
from nova_policy.model import Document, Environment, Location, Problem

_NODES_OF = 2 * MIB
"""Text whose nodes are kept: more than most repositories have, and 80 MB."""


@dataclass(frozen=True, slots=True)
class CollectSettings:
    """What to leave out (patterns as in .gitignore), how much is too much, and how many programs run at once.

    *memory* is the folder that keeps facts for the next run, None for a run without.
    """

    exclude: tuple[str, ...] = ()
    limits: Limits = field(default_factory=Limits)
    jobs: int = 2
    memory: Path | None = None


@dataclass(slots=True)
class _Reader:
    """Reads each file once; what was judged is what was read then."""

    root: Path
    limits: Limits
    texts: dict[str, bytes] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        if path not in self.texts:
            data = read_file(self.root, path, self.limits)
            if isinstance(data, Problem):
                self.problems[path] = data
                data = b""
            self.texts[path] = data
        return self.texts[path]


def collect(root: Path, settings: CollectSettings) -> Project:
    """Collect everything below *root*. What cannot be read is a problem of the project, never an exception."""
    from nova_policy.collect.kustomize import collect_kustomize, find_kustomizations

    root = root.resolve()
    tree = walk_tree(root, settings.exclude, settings.limits)
    reader = _Reader(root, settings.limits)
    files = Files(tree.files, reader.read, settings.limits)
    manifests = _manifests(files)
    parsed = {path: manifest.file for path, manifest in manifests.items()}
    builds = open_memory(settings.memory, root, "builds", "nova_policy.collect.kustomize")
    # Before any thread starts: what is new is begun in forked processes, which are ended whatever happens.
    with closing(Remaining(root, files, manifests, settings.memory)) as remaining:
        # Before anything competes with it: kustomize takes longest, so what it waits for comes first.
        found, kustomize = find_kustomizations(root, parsed, settings.limits), _kustomize(root)
        with ThreadPoolExecutor(max_workers=1) as pool:
            # Most of kustomize's time is spent in its own processes; an interrupt reaches this thread, which ends them.
            reading = pool.submit(remaining.collect)
            rendered = collect_kustomize(found, kustomize, settings.jobs, builds)
            others = reading.result()
    sources = [
        document
        for path, manifest in manifests.items()
        if path not in rendered.patches
        for document in manifest.objects
    ]
    built = built_images(sources)
    plain = tagged([document for document in sources if document.path not in rendered.rendered], built)
    rendered_environments = [replace(each, documents=tagged(each.documents, built)) for each in rendered.environments]
    environments, plain = joined(rendered_environments, plain, sources)
    derived = [*others.documents, *rendered.facts, *_duplicate_keys(manifests)]
    shown = [document for environment in environments for document in environment.documents]
    problems = (
        *tree.problems,
        *_manifest_problems(manifests, files),
        *rendered.problems,
        *others.problems,
    )
    return Project(
        documents=(*shown, *plain, *derived),
        sources=(*sources, *derived),
        environments=(*environments, *_folders(plain, manifests)),
        problems=(*dict.fromkeys(problems), *(problem for _, problem in sorted(reader.problems.items()))),
        files=len(tree.files),
        ignored=tree.ignored,
        texts=reader.texts,
    )


def _manifests(files: Files) -> dict[str, Manifest]:
    store = NodeStore(_NODES_OF)

    def read(paths: Iterable[str]) -> Iterable[tuple[str, Manifest]]:
        for path in paths:
            data = files.read(path)
            if is_kustomization(path) or carries_objects(data):
                yield path, read_manifest(path, data, files.limits, store)

    known = [path for path in files.paths if may_be_manifest(path)]
    found = dict(read(path for path in known if not illustrates(path)))
    used = {place for path, manifest in found.items() if is_kustomization(path) for place in named_places(manifest)}
    others = [path for path in known if path not in found and illustrates(path) and used & set(_leading_to(path))]
    return dict(sorted({**found, **dict(read(others))}.items()))


def _leading_to(path: str) -> Iterable[str]:
    """Yield the path and the folders that it lies in."""
    while path:
        yield path
        path = posixpath.dirname(path)


def _manifest_problems(manifests: Mapping[str, Manifest], files: Files) -> Iterable[Problem]:
    """A file that is no YAML but a template of another tool is left to that tool."""
    for path, manifest in manifests.items():
        if manifest.file.problems and not (is_template(files.read(path)) and not is_kustomization(path)):
            yield from manifest.file.problems


def _kustomize(root: Path) -> tuple[str, ...] | None:
    from nova_policy.errors import ToolError
    from nova_policy.tools.find import find_tool

    try:
        return find_tool("kustomize", root=root).command
    except ToolError:
        return None


def _duplicate_keys(manifests: Mapping[str, Manifest]) -> Iterable[Document]:
    """Keys that a mapping gives twice, in one fact: documents are judged with the last value, as they are applied."""
    keys = [
        place(twice.second, key=twice.key, first=place(twice.first))
        for manifest in manifests.values()
        for document in manifest.file.documents
        for twice in document.duplicates
    ]
    if manifests:
        yield fact("DuplicateKeys", ".", Location(next(iter(manifests)), 1), keys=keys)


def _folders(documents: Iterable[Document], manifests: Mapping[str, Manifest]) -> Iterable[Environment]:
    """Manifests that nothing renders are applied by folder, as by `kubectl apply -f`; those of a Component are not."""
    components = {posixpath.dirname(path) or "." for path, manifest in manifests.items() if is_component(manifest)}
    folders: dict[str, list[Document]] = {}
    for document in documents:
        folder = posixpath.dirname(document.path) or "."
        if folder not in components:
            folders.setdefault(folder, []).append(document)
    return [Environment(path, path, tuple(found)) for path, found in sorted(folders.items())]
