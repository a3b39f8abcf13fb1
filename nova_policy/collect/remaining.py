"""What is collected beside manifests and what is rendered: pipelines, Dockerfiles, Rust, and facts about all files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nova_policy.apart import Apart
from nova_policy.collect.facts import Collected, fact_document
from nova_policy.collect.files import Files
from nova_policy.collect.manifests import Manifest
from nova_policy.collect.recollection import Recollection
from nova_policy.collect.rust import RustFiles
from nova_policy.memory import Memory, version_of
from nova_policy.model import Document, InputKind

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
        self._memory = None if memory is None else Memory(memory, root, "facts", version_of("nova_policy.collect"))
        self._rust = Recollection("rust", files, self._memory)
        self._repository = Recollection("repository", files, self._memory)
        self._known_rust, self._known_repository = self._rust.recall(), self._repository.recall()
        self._apart: Apart | None = None
        if self._known_repository is None and len(files.paths) >= _WORTH_A_PROCESS:
            self._apart = self._repository.derive_apart(self._collect_repository, manifests)
        self._rust_files = _analyse(root, files, memory) if self._known_rust is None else RustFiles()

    def collect(self) -> Collected:
        """Return documents, then facts, each in a fixed order, and what could not be read."""
        read: tuple[Document, ...] = ()
        rust, repository = self._known_rust, self._known_repository
        if rust is None:
            rust = self._rust.derive(self._collect_rust, self._rust_files.analyses)
        else:
            read += _read_cargo(self._files)
        if repository is None and self._apart is not None:
            repository = self._repository.receive(self._apart)
        if repository is None:
            repository = self._repository.derive(self._collect_repository, self._manifests)
        else:
            read += _read_repository(self._files)
        if self._memory is not None:
            self._memory.save()
        found = Collected(read) + repository + rust
        in_order = sorted(found.documents, key=lambda document: document.kind is InputKind.FACT)
        return Collected(tuple(in_order), found.problems)

    def close(self) -> None:
        """End what is still being done apart."""
        if self._apart is not None:
            self._apart.stop()

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

        found = collect_rust(files.paths, files.read, self._rust_files)
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


def _analyse(root: Path, files: Files, directory: Path | None) -> RustFiles:
    """What single Rust files tell is remembered by their content alone."""
    from nova_policy.collect.rust import analyse_rust

    if not any(path.endswith(".rs") for path in files.paths):
        return RustFiles()
    memory = None if directory is None else Memory(directory, root, "rust", version_of("nova_policy.collect.rust"))
    found = analyse_rust(files.paths, files.read, memory)
    if memory is not None:
        memory.save()
    return found
