"""Which files a target is made of, found by following its modules."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from nova_policy.collect.rust.cfg import Build, holds, needs_test
from nova_policy.model import Json

_MOST_CONDITIONS = 100
_MOST_ABOVE = 100


@dataclass(frozen=True, slots=True)
class Reached:
    """A file of a target: under which `cfg` predicates, and whether a test or a plain build compiles it.

    *above* are the files that lead to it, the nearest first.
    """

    path: str
    conditions: tuple[str, ...]
    live: bool
    production: bool
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Visit:
    reached: Reached
    owns_directory: bool


def follow(root: str, files: Mapping[str, Mapping[str, Json]], features: Collection[str]) -> dict[str, Reached]:
    """Return the files that make up the target with the root file *root*, by path.

    *files* are the analysed files of the repository; *features* are on. A file that is declared twice is live or
    in production when one of its declarations makes it so.
    """
    found: dict[str, Reached] = {}
    queue = [_Visit(Reached(root, (), live=True, production=True), owns_directory=True)]
    while queue:
        visit = queue.pop()
        reached = visit.reached
        best = found.get(reached.path)
        if reached.path not in files or (best is not None and not _adds(reached, best)):
            continue
        found[reached.path] = _merged(reached, best)
        queue += _declared(visit, files, features)
    return found


def module_name(path: str) -> str:
    """Return the name of the module in the file *path*."""
    stem = posixpath.basename(path).removesuffix(".rs")
    return posixpath.basename(posixpath.dirname(path)) if stem == "mod" else stem


def _declared(visit: _Visit, files: Mapping[str, Mapping[str, Json]], features: Collection[str]) -> Iterator[_Visit]:
    modules = files[visit.reached.path].get("modules")
    for module in modules if isinstance(modules, list) else []:
        conditions = (*visit.reached.conditions, *module["cfg"])[:_MOST_CONDITIONS]
        live = visit.reached.live and all(holds(each, Build(features=features)) for each in module["cfg"])
        production = visit.reached.production and not any(needs_test(each) for each in module["cfg"])
        above = (visit.reached.path, *visit.reached.above)[:_MOST_ABOVE]
        for path in _candidates(visit, module):
            if path in files:
                names_directory = posixpath.basename(path) == "mod.rs" or module["path"] is not None
                yield _Visit(Reached(path, conditions, live, production, above), owns_directory=names_directory)
                break


def _candidates(visit: _Visit, module: Mapping[str, Json]) -> list[str]:
    path, inline = visit.reached.path, list(module["inline"])  # type: ignore[arg-type]
    here = posixpath.dirname(path)
    below = here if visit.owns_directory else posixpath.join(here, posixpath.basename(path).removesuffix(".rs"))
    given = module["path"]
    if isinstance(given, str):
        return [posixpath.normpath(posixpath.join(below if inline else here, *map(str, inline), given))]
    name = posixpath.join(below, *map(str, inline), str(module["name"]))
    return [f"{name}.rs", f"{name}/mod.rs"]


def _adds(new: Reached, known: Reached) -> bool:
    return (new.live and not known.live) or (new.production and not known.production)


def _merged(new: Reached, known: Reached | None) -> Reached:
    if known is None:
        return new
    kept = known if known.live else new
    return Reached(new.path, kept.conditions, new.live or known.live, new.production or known.production, kept.above)
