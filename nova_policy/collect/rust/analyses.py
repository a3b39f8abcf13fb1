"""What each Rust file of a repository tells on its own: from memory, and by analysing those that are new to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from nova_policy.memory import Memory
from nova_policy.model import Location, Problem

if TYPE_CHECKING:
    from nova_policy.collect.rust.crates import Analyses
    from nova_policy.collect.rust.workers import Analysed


def analyse_files(
    paths: Sequence[str], read: Callable[[str], bytes], memory: Memory | None
) -> tuple[Analyses, list[Problem]]:
    """Return what each Rust file tells on its own, and the problems of those that are not analysed."""
    contents = {path: read(path) for path in sorted(paths) if path.endswith(".rs")}
    known = {path: memory.get(content) for path, content in contents.items()} if memory else {}
    missing = {path: content for path, content in contents.items() if known.get(path) is None}
    fresh = _analyse(missing) if missing else {}
    found: dict[str, Analysed] = {}
    problems = []
    for path, content in contents.items():
        analysed = known.get(path) or fresh.get(path) or {}
        if isinstance(why := analysed.get("failed"), str):
            remedy = "split the file, or exclude it if it is generated"
            problems.append(Problem("NOVA-R02", f"the file is not analysed: {why}", remedy, Location(path, 1)))
            analysed = {"lines": content.count(b"\n")}
        elif memory and path in fresh:
            memory.put(content, analysed)
        found[path] = analysed
    return found, problems


def _analyse(contents: Mapping[str, bytes]) -> Mapping[str, Analysed]:
    # The grammar and its readers are a third of this package's code; a run that knows all files does without.
    from nova_policy.collect.rust.workers import analyse_all

    return analyse_all(contents)
