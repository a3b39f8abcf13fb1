"""Facts from run to run, sealed: they hold as long as the files they were derived from say the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from nova_policy.apart import Apart
from nova_policy.collect.basis import Basis
from nova_policy.collect.facts import Collected, fact_document
from nova_policy.collect.files import Files
from nova_policy.memory import Memory
from nova_policy.model import InputKind, Json, Location, Problem

Collect = Callable[[Files], Collected]


class Recollection:
    """The facts of one collector, as the *memory* of earlier runs has them; None has none.

    What they were derived from is learnt by watching: the names of all files, and the contents of those that were read.
    Documents that are no facts stand in files as they are, and are never kept.
    """

    def __init__(self, collector: str, files: Files, memory: Memory | None) -> None:
        self._files = files
        self._memory = memory
        self._key = "\n".join((collector, repr(files.limits), *files.paths)).encode("utf-8", "surrogateescape")

    def recall(self) -> Collected | None:
        """Return facts and problems as they were derived before; None where anything they rest on has changed."""
        known: Mapping[str, Any] | None = self._memory.get(self._key) if self._memory else None
        if known is None:
            return None
        basis = self._basis(known["read"])
        if basis.name != known["check"]:
            return None
        return _collected(json.loads(basis.unseal(known["sealed"])))

    def derive(self, collect: Collect, given: Iterable[str] = ()) -> Collected:
        """Let *collect* work, and remember its facts and problems.

        *given* are the files whose contents it was handed by other ways than reading them.
        """
        found, read = self._watched(collect, given)
        self._keep(self._entry(read, json.dumps(_record(found)).encode()))
        return found

    def derive_apart(self, collect: Collect, given: Iterable[str] = ()) -> Apart:
        """Begin to do so in a process of its own, for :meth:`receive`."""

        def derived() -> bytes:
            found, read = self._watched(collect, given)
            record = json.dumps(_record(found)).encode()
            return json.dumps(self._entry(read, record)).encode() + b"\n" + record

        return Apart(derived)

    def receive(self, apart: Apart) -> Collected | None:
        """Return the facts and problems that were derived apart, and remember them.

        None when there are none, or when the files that they were derived from are not those that this process reads.
        """
        answer = apart.result()
        if answer is None:
            return None
        first, _, record = answer.partition(b"\n")
        entry = json.loads(first)
        if self._basis(entry["read"]).name != entry["check"]:
            return None
        self._keep(entry)
        return _collected(json.loads(record))

    def _watched(self, collect: Collect, given: Iterable[str]) -> tuple[Collected, list[str]]:
        """Return what was collected, and the files that were read for it."""
        read = dict.fromkeys(given)

        def watched(path: str) -> bytes:
            read[path] = None
            return self._files.read(path)

        return collect(replace(self._files, read=watched)), list(read)

    def _entry(self, read: Sequence[str], record: bytes) -> Mapping[str, Json]:
        """Return what is kept of a *record*."""
        basis = self._basis(read)
        return {"read": read, "check": basis.name, "sealed": basis.seal(record)}

    def _keep(self, entry: Mapping[str, Json]) -> None:
        if self._memory is not None:
            self._memory.put(self._key, entry)

    def _basis(self, read: Iterable[str]) -> Basis:
        """Return what only those have who have all contents, and which is another for every version and collector."""
        version = self._memory.version.encode() if self._memory else b""
        return Basis.of((version, self._key, *map(self._files.read, read)))


def _record(found: Collected) -> dict[str, Json]:
    facts: list[Json] = [each.contents for each in found.documents if each.kind is InputKind.FACT]
    problems: list[Json] = [_problem_entry(problem) for problem in found.problems]
    return {"facts": facts, "problems": problems}


def _collected(record: Mapping[str, Any]) -> Collected:
    return Collected(tuple(map(fact_document, record["facts"])), tuple(map(_problem, record["problems"])))


def _problem_entry(problem: Problem) -> dict[str, Json]:
    return {
        "code": problem.code,
        "what": problem.what,
        "remedy": problem.remedy,
        "location": problem.location.to_json() if problem.location else None,
        "exit_code": problem.exit_code,
    }


def _problem(entry: Mapping[str, Any]) -> Problem:
    location = Location(**entry["location"]) if entry["location"] else None
    return Problem(**{**entry, "location": location})
