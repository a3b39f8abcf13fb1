"""Facts about Rust: cargo's packages and workspaces, and what their code does, by tree-sitter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.collect.rust.analyses import RustAnalysis, RustFiles
from nova_policy.memory import Memory
from nova_policy.model import Document, Json, Problem


@dataclass(frozen=True, slots=True)
class RustFacts:
    """The facts of docs/facts/rust.md, workspaces first; every readable `Cargo.toml` as a document; problems."""

    facts: tuple[Mapping[str, Json], ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def analyse_rust(paths: Sequence[str], read: Callable[[str], bytes], memory: Memory | None = None) -> RustAnalysis:
    """Begin to analyse the Rust files among *paths*; the caller asks for the result, or closes what it was given.

    What the *memory* has is taken from there, and the rest added to it; the caller saves it. Parsing forks processes
    when this one has a single thread and there is much to parse.
    """
    return RustAnalysis(paths, read, memory)


def read_cargo(paths: Sequence[str], read: Callable[[str], bytes]) -> tuple[Document, ...]:
    """Return every `Cargo.toml` among *paths* that can be read as a document."""
    from nova_policy.collect.rust.cargo_manifests import cargo_documents, read_manifests

    return cargo_documents(read_manifests(paths, read))


def collect_rust(paths: Sequence[str], read: Callable[[str], bytes], files: RustFiles | None = None) -> RustFacts:
    """Collect the facts about the Rust code among *paths*, all files of the repository, relative with `/`.

    *read* gives the bytes of one of them; *files* is the result of :func:`analyse_rust`.
    """
    from nova_policy.collect.rust.collection import put_together

    files = files or analyse_rust(paths, read).result()
    return RustFacts(*put_together(paths, read, files.analyses, files.problems))
