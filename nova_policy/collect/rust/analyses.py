"""What each Rust file of a repository tells on its own: from memory, and by analysing those that are new to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nova_policy.memory import Memory
from nova_policy.model import Location, Problem

if TYPE_CHECKING:
    from nova_policy.collect.rust.crates import Analyses
    from nova_policy.collect.rust.workers import Analysed, Analysing


@dataclass(frozen=True, slots=True)
class RustFiles:
    """What each Rust file tells on its own, by path; the files that are not analysed are problems."""

    analyses: Analyses = field(default_factory=dict, repr=False)
    problems: tuple[Problem, ...] = ()


class RustAnalysis:
    """The analysis of the Rust files among *paths*, which begins now: of those that the *memory* does not have."""

    def __init__(self, paths: Sequence[str], read: Callable[[str], bytes], memory: Memory | None) -> None:
        self._memory = memory
        self._contents = {path: read(path) for path in sorted(paths) if path.endswith(".rs")}
        known = {path: memory.get(content) for path, content in self._contents.items()} if memory else {}
        self._known = {path: analysed for path, analysed in known.items() if analysed is not None}
        missing = {path: content for path, content in self._contents.items() if path not in self._known}
        self._analysing = _begin(missing) if missing else None

    def result(self) -> RustFiles:
        """Wait for the end and return what each file tells; what is new is remembered, and the caller saves it."""
        fresh = self._analysing.result() if self._analysing else {}
        found: dict[str, Analysed] = {}
        problems = []
        for path, content in self._contents.items():
            analysed = self._known.get(path) or fresh.get(path) or {}
            if isinstance(why := analysed.get("failed"), str):
                remedy = "split the file, or exclude it if it is generated"
                problems.append(Problem("NOVA-R02", f"the file is not analysed: {why}", remedy, Location(path, 1)))
                analysed = {"lines": content.count(b"\n")}
            elif self._memory and path in fresh:
                self._memory.put(content, analysed)
            found[path] = analysed
        return RustFiles(found, tuple(problems))

    def close(self) -> None:
        """End what is still being done."""
        if self._analysing is not None:
            self._analysing.close()


def _begin(contents: Mapping[str, bytes]) -> Analysing:
    # The grammar and its readers are a third of this package's code; a run that knows all files does without.
    from nova_policy.collect.rust.workers import Analysing

    return Analysing(contents)
