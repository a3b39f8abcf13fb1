"""All about Kustomize in one repository: environments, facts, and what could not be built."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from nova_policy.collect.kustomize.build_facts import build_fact
from nova_policy.collect.kustomize.differences import Overlay, difference_facts
from nova_policy.collect.kustomize.follow import Follower
from nova_policy.collect.kustomize.graph import Graph, build_graph
from nova_policy.collect.kustomize.known_builds import KnownBuilds
from nova_policy.collect.kustomize.outcomes import Outcome, judge_builds, run_builds
from nova_policy.collect.kustomize.references import Role
from nova_policy.collect.kustomize.render import Build, Renderer
from nova_policy.collect.kustomize.rendered import Rendering, read_rendering
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.kustomize.usage_facts import Definition, duplicate_facts, unused_facts, unused_manifests
from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_nodes import YamlFile
from nova_policy.errors import ToolError
from nova_policy.memory import Memory
from nova_policy.model import Document, Environment, Json, Problem


@dataclass(frozen=True, slots=True)
class KustomizeResult:
    """What Kustomize makes of a repository.

    *patches* are files that kustomizations use as patches, generator inputs or configuration, never as resources;
    *rendered* are resource files that an environment which builds has taken in. *problems* include those of YAML
    files that kustomizations refer to; a caller that has reported these files itself drops the repetitions.
    """

    environments: tuple[Environment, ...]
    facts: tuple[Document, ...]
    patches: frozenset[str]
    rendered: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Kustomizations:
    """The kustomizations of a tree, and what they refer to."""

    tree: Tree
    graph: Graph


def find_kustomizations(root: Path, files: Mapping[str, YamlFile], limits: Limits) -> Kustomizations:
    """Find and check all kustomizations below *root*; *files* are the parsed manifests by path relative to it."""
    tree = Tree(Path(os.path.realpath(root)), files, limits)
    return Kustomizations(tree, build_graph(tree))


def collect_kustomize(
    found: Kustomizations, kustomize: tuple[str, ...] | None, jobs: int = 2, memory: Memory | None = None
) -> KustomizeResult:
    """Build and explain kustomizations.

    *kustomize* is the command that takes a folder, such as `(/usr/bin/kubectl, kustomize)`, None where there is none.
    What the *memory* of earlier runs knows is not built again. Nothing is raised for what the tree holds. Raises
    ToolCancelled when interrupted.
    """
    tree, graph = found.tree, found.graph
    followable = {folder: known for folder, known in graph.kustomizations.items() if folder not in graph.endless}
    follower = Follower(tree, followable)
    renderer = Renderer(tree.root, kustomize, tree.limits, jobs) if kustomize is not None else None
    known = KnownBuilds(tree, graph, follower, kustomize[0], memory) if kustomize and memory else None
    # Following takes as long as kustomize does; an interrupt reaches this thread, which ends kustomize's processes.
    with ThreadPoolExecutor(max_workers=1) as pool:
        following = pool.submit(lambda: [follower.follow(folder) for folder in followable])
        builds = run_builds(graph, renderer, known.recall if known else _nothing_known) if renderer is not None else {}
        following.result()
    outcomes = judge_builds(graph, follower, builds)
    renderings = _renderings(tree, graph, outcomes, builds)
    if renderer is not None and (obscure := [folder for folder, known in renderings.items() if not known.complete]):
        again = renderer.build_all((graph.kustomizations[folder] for folder in obscure), origins=True)
        renderings.update(_renderings(tree, graph, outcomes, again))
    if known is not None:
        known.keep(builds, renderings)
    return _Summary(tree, graph, builds, outcomes, renderings).result(missing=renderer is None)


def _nothing_known(_folder: str) -> Build | None:
    return None


def _renderings(
    tree: Tree, graph: Graph, outcomes: Mapping[str, Outcome], builds: Mapping[str, Build]
) -> dict[str, Rendering]:
    """Return what was rendered of every environment that builds, by folder."""
    return {
        folder: read_rendering(tree, graph.kustomizations[folder], builds[folder], outcomes[folder].followed)
        for folder in graph.environments
        if folder in builds and builds[folder].succeeded
    }


@dataclass(frozen=True, slots=True)
class _Summary:
    tree: Tree
    graph: Graph
    builds: Mapping[str, Build]
    outcomes: Mapping[str, Outcome]
    renderings: Mapping[str, Rendering]

    def result(self, *, missing: bool) -> KustomizeResult:
        resources = self._targets(self.graph.kustomizations, resources=True)
        return KustomizeResult(
            tuple(self._environments()),
            tuple(self._facts()),
            self._targets(self.graph.kustomizations, resources=False) - resources,
            frozenset().union(*(self._targets(self.graph.reach(f), resources=True) for f in self.renderings)),
            self._problems(missing=missing),
        )

    def _environments(self) -> Iterator[Environment]:
        for folder, rendering in self.renderings.items():
            name = self.graph.environments[folder]
            documents = (replace(document, environment=name) for document in rendering.documents)
            yield Environment(name, folder, tuple(documents))

    def _facts(self) -> Iterator[Document]:
        for folder, outcome in self.outcomes.items():
            yield build_fact(self.tree, self.graph, folder, outcome)
        yield from difference_facts(self.graph, [self._overlay(folder) for folder in self._followed()])
        manifests = unused_manifests(self.tree, self.graph)
        yield from unused_facts(self.graph, manifests)
        unused = (definition for definitions in manifests.values() for definition in definitions)
        yield from duplicate_facts((*self._definitions(), *unused))

    def _followed(self) -> tuple[str, ...]:
        """Return the environments of which something is known, rendered or followed."""
        return tuple(folder for folder in self.graph.environments if folder not in self.graph.endless)

    def _overlay(self, folder: str) -> Overlay:
        rendering = self.renderings.get(folder)
        if rendering is not None:
            trees: list[Json] = [document.contents for document in rendering.documents]
        else:
            trees = [resource.contents for resource in self.outcomes[folder].followed.resources]
        objects = {_key(contents): contents for contents in trees if isinstance(contents, Mapping)}
        return Overlay(folder, rendering is not None, objects)

    def _definitions(self) -> Iterator[Definition]:
        for folder in self._followed():
            name = self.graph.environments[folder]
            reached = sorted(self.graph.reach(folder))
            twice = (resource for below in reached for resource in self.outcomes[below].followed.duplicates)
            for resource in (*self.outcomes[folder].followed.resources, *twice):
                if not resource.hashed:
                    yield Definition(resource.current, resource.head, name)

    def _targets(self, folders: Iterable[str], *, resources: bool) -> frozenset[str]:
        """Return the files that kustomizations refer to, as resources or as anything else."""
        references = (reference for folder in folders for reference in self.graph.references[folder])
        targets = (r.target for r in references if r.target is not None and (r.role is Role.RESOURCE) == resources)
        return frozenset(target for target in targets if self.tree.kind(target) == "file")

    def _problems(self, *, missing: bool) -> tuple[Problem, ...]:
        found = list(self.graph.problems)
        found.extend(build.problem for build in self.builds.values() if build.problem is not None)
        found.extend(problem for rendering in self.renderings.values() for problem in rendering.problems)
        for references in self.graph.references.values():
            for reference in references:
                if reference.target is not None and reference.role is not Role.INPUT:
                    file = self.tree.yaml(reference.target)
                    found.extend(file.problems if file is not None else ())
        waiting = [folder for folder in self.graph.environments if folder not in self.graph.blocked]
        if missing and waiting:
            what = f"kustomize is missing, {len(waiting)} environments were not rendered"
            remedy = "run `nova-policy tools install kustomize`"
            found.append(Problem("NOVA-B01", what, remedy, exit_code=ToolError.exit_code))
        return tuple(sorted(dict.fromkeys(found), key=str))


def _key(contents: Mapping[str, Json]) -> tuple[str, str, str]:
    metadata = contents.get("metadata")
    name = metadata.get("name") if isinstance(metadata, Mapping) else None
    return str(contents.get("apiVersion", "")).rpartition("/")[0], str(contents.get("kind", "")), str(name or "")
