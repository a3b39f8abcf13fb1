"""What is collected beside manifests and what is rendered: pipelines, Dockerfiles, Rust, and facts about all files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from nova_policy.apart import Apart
from nova_policy.collect.facts import Collected, fact_document
from nova_policy.collect.files import Files
from nova_policy.collect.manifests import Manifest
from nova_policy.collect.recollection import Recollection
from nova_policy.memory import Memory, open_memory
from nova_policy.model import Document, InputKind

if TYPE_CHECKING:
    from nova_policy.collect.rust.analyses import RustAnalysis

_WORTH_A_PROCESS = 200
"""So many files take longer than a process takes to start."""


class Remaining:
    """One repository's remaining files. Collectors are imported when a run needs them, which costs as much as reading.

    Facts that still hold come from the folder *memory*; None has none. What is new is begun at once, in processes of
    its own, which are forked: create it before any thread starts.
    """

    def __init__(self, root: Path, files: Files, manifests: Mapping[str, Manifest], memory: Path | None) -> None:
        self._files = files
        self._manifests = manifests
        self._memory = open_memory(memory, root, "facts", "nova_policy.collect")
        self._rust = Recollection("rust", files, self._memory)
        self._repository = Recollection("repository", files, self._memory)
        self._known_rust, self._known_repository = self._rust.recall(), self._repository.recall()
        self._rust_paths = [path for path in files.paths if path.endswith(".rs")]
        self._rust_memory: Memory | None = None
        self._rust_analysis: RustAnalysis | None = None
        self._apart: Apart | None = None
        try:
            self._begin(root, memory)
        except BaseException:
            self.close()
            raise

    def _begin(self, root: Path, memory: Path | None) -> None:
        """Begin what is new, each in processes of its own."""
        if self._known_rust is None and self._rust_paths:
            from nova_policy.collect.rust import analyse_rust

            # What single files tell is remembered by their content alone.
            self._rust_memory = open_memory(memory, root, "rust", "nova_policy.collect.rust")
            self._rust_analysis = analyse_rust(self._files.paths, self._files.read, self._rust_memory)
        if self._known_repository is None and len(self._files.paths) >= _WORTH_A_PROCESS:
            self._apart = self._repository.derive_apart(self._collect_repository, self._manifests)

    def collect(self) -> Collected:
        """Return documents, then facts, each in a fixed order, and what could not be read."""
        read: tuple[Document, ...] = ()
        rust, repository = self._known_rust, self._known_repository
        if rust is None:
            rust = self._rust.derive(self._collect_rust, self._rust_paths)
        else:
            read += _read_cargo(self._files)
        if repository is None and self._apart is not None:
            repository = self._repository.receive(self._apart)
        if repository is None:
            repository = self._repository.derive(self._collect_repository, self._manifests)
        else:
            read += _read_repository(self._files)
        for memory in (self._memory, self._rust_memory):
            if memory is not None:
                memory.save()
        found = Collected(read) + repository + rust
        in_order = sorted(found.documents, key=lambda document: document.kind is InputKind.FACT)
        return Collected(tuple(in_order), found.problems)

    def close(self) -> None:
        """End what is still being done apart."""
        if self._apart is not None:
            self._apart.stop()
        if self._rust_analysis is not None:
            self._rust_analysis.close()

    def _collect_repository(self, files: Files) -> Collected:
        from nova_policy.collect.dockerfile import collect_dockerfiles
        from nova_policy.collect.repository import collect_repository
        from nova_policy.collect.workflows import collect_pipelines

        pipelines = collect_pipelines(files)
        repository = collect_repository(files, self._manifests, pipelines.documents)
        return collect_dockerfiles(files) + pipelines + repository

    def _collect_rust(self, files: Files) -> Collected:
        if not any(path.endswith((".rs", "Cargo.toml")) for path in files.paths):
            return Collected()
        from nova_policy.collect.rust import collect_rust

        analysed = self._rust_analysis.result() if self._rust_analysis else None
        found = collect_rust(files.paths, files.read, analysed)
        return Collected((*found.documents, *map(fact_document, found.facts)), found.problems)


def _read_repository(files: Files) -> tuple[Document, ...]:
    from nova_policy.collect.dockerfile import read_dockerfiles
    from nova_policy.collect.workflows import read_pipelines

    dockerfiles, _ = read_dockerfiles(files)
    return (*(dockerfile.to_document() for dockerfile in dockerfiles), *read_pipelines(files))


def _read_cargo(files: Files) -> tuple[Document, ...]:
    if not any(path.endswith("Cargo.toml") for path in files.paths):
        return ()
    from nova_policy.collect.rust import read_cargo

    return read_cargo(files.paths, files.read)
