"""The tests of a package: which target runs them, and why not."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.collect.rust.cfg import Build, holds, wanted_features
from nova_policy.collect.rust.crates import Analyses, Crate, Crates
from nova_policy.collect.rust.module_tree import Reached, module_name
from nova_policy.collect.rust.packages import dependencies
from nova_policy.collect.rust.places import entries, listed, placed, spot
from nova_policy.collect.rust.targets import Target
from nova_policy.collect.rust.topics import TopicReader
from nova_policy.model import Json


@dataclass(frozen=True, slots=True)
class _Run:
    """How a test stands to one target: *reason* is None when `cargo test` with default features runs it.

    *features* stand between it and a run, *undeclared* those of them that the package does not have; *files* are
    the test's own and those that lead to it.
    """

    target: Target | None
    reason: str | None
    features: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def crate_tests(crate: Crate, crates: Crates, analyses: Analyses, topics: TopicReader) -> list[Json]:
    """Return the tests of the files that *crate* owns, by file and place."""
    known = _importable(crate)
    found: list[Json] = []
    for path in crates.owned_by(crate.manifest.path):
        tests = entries(analyses[path], "tests")
        if not tests:
            continue
        holders = list(crate.holders(path))
        told = topics.of_names(module_name(path))
        imports = _imports(crate, path, holders, analyses, known)
        for test in tests:
            run = _best_run(crate, holders, [str(each) for each in listed(test["cfg"])])
            shown = _shown(test, path, run, told, imports=imports)
            found.append(shown | _wanting(run, analyses) if run.undeclared else shown)
    return found


def orphan_tests(crate: Crate, crates: Crates, analyses: Analyses, topics: TopicReader) -> list[Json]:
    """Return the files with tests nearest to *crate* that no target holds."""
    return orphans((path for path in crates.files_of(crate.manifest.path) if crates.is_orphan(path)), analyses, topics)


def orphans(paths: Iterable[str], analyses: Analyses, topics: TopicReader) -> list[Json]:
    """Return `{path, tests, topics, at}` of those of *paths* that have tests; *topics* of all of them together."""
    found: list[Json] = []
    for path in paths:
        if tests := entries(analyses[path], "tests"):
            told = {str(topic) for test in tests for topic in listed(test["topics"])} | topics.of_names(
                module_name(path)
            )
            found.append(placed({"path": path, "tests": len(tests), "topics": sorted(told), "at": [1, 1]}, path))
    return found


def _best_run(crate: Crate, holders: Sequence[tuple[Target, Reached]], own: list[str]) -> _Run:
    runs = [_run(crate, target, reached, own) for target, reached in holders]
    return next((run for run in runs if run.reason is None), runs[0] if runs else _Run(None, "no_target"))


def _run(crate: Crate, target: Target, reached: Reached, own: list[str]) -> _Run:
    build = Build(features=crate.default_features)
    conditions = [*reached.conditions, *own]
    failing = [each for each in conditions if not holds(each, build)]
    wanted = {*target.required_features, *(name for each in failing for name in wanted_features(each))}
    missing = tuple(sorted(wanted - crate.default_features))
    reason: str | None
    if not crate.member:
        reason = "not_a_member"
    elif not target.test_enabled:
        reason = "target_disabled"
    elif not target.harness:
        reason = "harness"
    elif missing:
        reason = "feature"
    else:
        reason = "cfg" if failing else None
    return _Run(target, reason, missing, _undeclared(crate, target, failing), (reached.path, *reached.above))


def _undeclared(crate: Crate, target: Target, failing: Sequence[str]) -> tuple[str, ...]:
    """Return the features without which no build holds, and that the package neither declares nor implies."""
    everything = Build(features=crate.declared_features | crate.default_features)
    never = [each for each in failing if not holds(each, everything)]
    wanted = {*target.required_features, *(name for each in never for name in wanted_features(each))}
    return tuple(sorted(wanted - crate.declared_features))


def _wanting(run: _Run, analyses: Analyses) -> dict[str, Json]:
    """Return the features that no build of the test's package can have, and where the first of them is asked for."""
    shown: dict[str, Json] = {"undeclared_features": list(run.undeclared)}
    for path in run.files:
        places = analyses[path].get("features")
        if isinstance(places, Mapping) and run.undeclared[0] in places:
            return {**shown, "undeclared_features_at": spot(places[run.undeclared[0]], path)}
    return shown


def _shown(test: Mapping[str, Json], path: str, run: _Run, told: set[str], *, imports: bool) -> dict[str, Json]:
    kept = {key: value for key, value in test.items() if key not in {"cfg", "topics"}}
    outside = run.target is None or run.target.kind not in {"lib", "bin"}
    shown: dict[str, Json] = {
        **kept,
        "target": run.target.name if run.target else None,
        "target_kind": run.target.kind if run.target else None,
        "reachable": run.reason is None,
        "unreachable": run.reason,
        "requires_features": list(run.features),
        "undeclared_features": [],
        "imports_crate": imports if outside else True,
        "topics": sorted({*map(str, listed(test["topics"])), *told}),
    }
    return placed(shown, path)


def _importable(crate: Crate) -> set[str]:
    """Return the names by which tests can reach code of this repository: the own library, path dependencies."""
    local = {str(each["name"]).replace("-", "_") for each in dependencies(crate.manifest, crate.root) if each["path"]}
    return crate.library_names() | local | {"$bin"}


def _imports(
    crate: Crate, path: str, holders: Sequence[tuple[Target, Reached]], analyses: Analyses, known: set[str]
) -> bool:
    """Say whether the test file, or a file of the package that it includes by path, names code of the repository."""
    files = {path}
    for target, tree in zip(crate.targets, crate.trees, strict=True):
        if any(target is holder for holder, _ in holders) and target.kind not in {"lib", "bin"}:
            files |= set(tree)
    named = {str(name) for file in files for name in listed(analyses[file].get("crates"))}
    source = posixpath.join(crate.manifest.directory, "src/")
    return bool(named & known) or any(file != path and file.startswith(source) for file in files)
