"""Which kustomization refers to which, what may be built, and what the deployable ones are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from nova_policy.collect.kustomize.guard import find_refusals
from nova_policy.collect.kustomize.kustomization import Kustomization, find_kustomizations, read_kustomization
from nova_policy.collect.kustomize.references import Reference, Role, find_references
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.model import Location, Problem


@dataclass(frozen=True, slots=True)
class Graph:
    """All kustomizations by folder, sorted.

    *blocked* are those that kustomize must not be started for, because of themselves or of what they refer to;
    *endless* those among them that reach a cycle or cannot be read, so that nobody can follow them. *environments*
    are the deployable ones with their names.
    """

    kustomizations: Mapping[str, Kustomization]
    references: Mapping[str, tuple[Reference, ...]] = field(repr=False)
    referrers: Mapping[str, tuple[tuple[str, Location], ...]]
    blocked: frozenset[str]
    endless: frozenset[str]
    environments: Mapping[str, str]
    problems: tuple[Problem, ...]

    def below(self, folder: str) -> tuple[str, ...]:
        """Return the folders of the kustomizations that one refers to."""
        targets = (r.target for r in self.references[folder] if r.role in (Role.RESOURCE, Role.COMPONENT))
        return tuple(
            dict.fromkeys(target for target in targets if target is not None and target in self.kustomizations)
        )

    def reach(self, folder: str) -> frozenset[str]:
        """Return the folder and all that are reached from it."""
        found: set[str] = set()
        waiting = [folder]
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self.below(current))
        return frozenset(found)


def build_graph(tree: Tree) -> Graph:
    """Find and check all kustomizations of a tree."""
    kustomizations: dict[str, Kustomization] = {}
    problems: list[Problem] = []
    blocked: set[str] = set()
    unreadable: set[str] = set()
    for folder, paths in find_kustomizations(tree).items():
        kustomizations[folder] = read_kustomization(tree, folder, paths[0])
        own = _file_problems(tree, paths)
        problems.extend(own)
        blocked |= {folder} if own else set()
        unreadable |= {folder} if not kustomizations[folder].tree.fields and own else set()
    references = {folder: find_references(known) for folder, known in kustomizations.items()}
    bare = Graph(kustomizations, references, _referrers(references, kustomizations), frozenset(), frozenset(), {}, ())
    for known in kustomizations.values():
        refusals = find_refusals(tree, known)
        problems.extend(refusals)
        blocked |= {known.folder} if refusals else set()
    cycles = find_cycles(bare)
    problems.extend(_cycle_problem(bare, cycle) for cycle in cycles)
    cyclic = {folder for cycle in cycles for folder in cycle}
    return Graph(
        kustomizations,
        references,
        bare.referrers,
        frozenset(folder for folder in kustomizations if bare.reach(folder) & (blocked | cyclic)),
        frozenset(folder for folder in kustomizations if bare.reach(folder) & (unreadable | cyclic)),
        name_environments(f for f, known in kustomizations.items() if not bare.referrers[f] and not known.component),
        tuple(dict.fromkeys(problems)),
    )


def name_environments(folders: Iterator[str]) -> dict[str, str]:
    """Return each folder with the shortest end of its path that is no other folder's end."""
    known = sorted(folders)
    names = {}
    for folder in known:
        parts = folder.split("/")
        ends = ("/".join(parts[start:]) for start in range(len(parts) - 1, -1, -1))
        others = [f"/{other}" for other in known if other != folder]
        names[folder] = next((end for end in ends if not any(other.endswith(f"/{end}") for other in others)), folder)
    return names


def find_cycles(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Return one chain per cycle, beginning with its smallest folder."""
    cycles: set[tuple[str, ...]] = set()
    done: set[str] = set()
    for start in graph.kustomizations:
        path: list[str] = []
        waiting: list[tuple[str, Iterator[str]]] = []
        _enter(graph, start, path, waiting, done)
        while waiting:
            folder, targets = waiting[-1]
            target = next(targets, None)
            if target is None:
                waiting.pop()
                path.pop()
                done.add(folder)
            elif target in path:
                cycle = path[path.index(target) :]
                first = cycle.index(min(cycle))
                cycles.add((*cycle[first:], *cycle[:first]))
            else:
                _enter(graph, target, path, waiting, done)
    return tuple(sorted(cycles))


def _enter(
    graph: Graph, folder: str, path: list[str], waiting: list[tuple[str, Iterator[str]]], done: set[str]
) -> None:
    if folder not in done:
        path.append(folder)
        waiting.append((folder, iter(graph.below(folder))))


def _cycle_problem(graph: Graph, cycle: tuple[str, ...]) -> Problem:
    following = cycle[1] if len(cycle) > 1 else cycle[0]
    at = next(reference.at for reference in graph.references[cycle[0]] if reference.target == following)
    chain = " → ".join((*cycle, cycle[0]))
    return Problem("NOVA-K01", f"kustomizations refer to each other: {chain}", "remove one of the references", at)


def _file_problems(tree: Tree, paths: tuple[str, ...]) -> tuple[Problem, ...]:
    if len(paths) > 1:
        what = f"two kustomization files in one folder: {' and '.join(paths)}"
        return (Problem("NOVA-K18", what, "keep one of them", Location(paths[0], 1)),)
    file = tree.yaml(paths[0])
    if file is None:
        return (Problem("NOVA-K18", "a kustomization that cannot be read", "make it readable", Location(paths[0], 1)),)
    return file.problems


def _referrers(
    references: Mapping[str, tuple[Reference, ...]], kustomizations: Mapping[str, Kustomization]
) -> dict[str, tuple[tuple[str, Location], ...]]:
    found: dict[str, list[tuple[str, Location]]] = {folder: [] for folder in kustomizations}
    for folder, named in references.items():
        for reference in named:
            if reference.target in found and reference.role in (Role.RESOURCE, Role.COMPONENT):
                found[reference.target].append((folder, reference.at))
    return {folder: tuple(sorted(places)) for folder, places in found.items()}
