"""Which kustomizations build: environments first, then what the failing ones are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from nova_policy.collect.kustomize.build_error import explain_error
from nova_policy.collect.kustomize.follow import Followed, Follower
from nova_policy.collect.kustomize.graph import Graph
from nova_policy.collect.kustomize.kustomization import Kustomization
from nova_policy.collect.kustomize.render import Build, Renderer
from nova_policy.collect.kustomize.resource import Fault


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether one kustomization builds (None: nobody could tell), where it fails and whatever else is wrong with it."""

    followed: Followed = field(repr=False)
    builds: bool | None = None
    error: Fault | None = None
    faults: tuple[Fault, ...] = ()


Recall = Callable[[str], Build | None]
"""Returns how an earlier build of the kustomization in a folder ended, None where that is not known to hold."""


def run_builds(graph: Graph, renderer: Renderer, recall: Recall) -> Mapping[str, Build]:
    """Build the environments, and what failing ones refer to, as deep as it takes; blocked ones are left out.

    What can be recalled is not built again.
    """
    known: dict[str, Build] = {}

    def unknown(folders: Iterable[str]) -> Iterator[Kustomization]:
        for folder in folders:
            if folder in graph.blocked or folder in known:
                continue
            recalled = recall(folder)
            if recalled is None:
                yield graph.kustomizations[folder]
            else:
                known[folder] = recalled
                yield from bases(graph.kustomizations[folder], recalled)

    def bases(kustomization: Kustomization, build: Build) -> Iterator[Kustomization]:
        return unknown(() if build.succeeded else _bases(graph, kustomization.folder))

    # The largest first, so that none of them is left alone at the end.
    environments = sorted(graph.environments, key=lambda folder: -_size(graph, folder))
    built = renderer.build_all(unknown(environments), bases)
    return dict(sorted({**known, **built}.items()))


def judge_builds(graph: Graph, follower: Follower, builds: Mapping[str, Build]) -> dict[str, Outcome]:
    """Return the outcome of every kustomization, by folder."""
    building = {f for folder, build in builds.items() if build.succeeded for f in graph.reach(folder)}
    outcomes = {}
    for folder in graph.kustomizations:
        followed = Followed() if folder in graph.endless else follower.follow(folder)
        message = builds[folder].error if folder in builds else None
        if folder in building:
            outcomes[folder] = Outcome(followed, builds=True)
        else:
            faults = tuple(fault for fault in followed.faults if fault.certain and fault.folder not in building)
            outcomes[folder] = _failed(graph, folder, followed, faults, message)
    return outcomes


def _failed(graph: Graph, folder: str, followed: Followed, faults: tuple[Fault, ...], message: str | None) -> Outcome:
    if message is None:
        return Outcome(followed, faults=_sorted(faults))
    possible = (*faults, *(fault for fault in followed.faults if not fault.certain))
    error = explain_error(message, graph.kustomizations[folder], possible, graph.references[folder])
    return Outcome(followed, builds=False, error=error, faults=_sorted((error, *faults)))


def _sorted(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: (fault.at, fault.message)))


def _bases(graph: Graph, folder: str) -> tuple[str, ...]:
    """Return the folders referred to that build on their own: components do not, but what they refer to does."""
    found: list[str] = []
    for target in graph.below(folder):
        component = graph.kustomizations[target].component
        found.extend(_bases(graph, target) if component else (target,))
    return tuple(found)


def _size(graph: Graph, folder: str) -> int:
    """Return how many files and folders a kustomization refers to, directly and through others."""
    return sum(len(graph.references[other]) for other in graph.reach(folder))
