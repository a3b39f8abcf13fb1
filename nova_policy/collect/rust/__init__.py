"""Facts about Rust: cargo's packages and workspaces, and what their code does, by tree-sitter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nova_policy.collect.cache import FactCache
from nova_policy.model import Document, Json, Problem


@dataclass(frozen=True, slots=True)
class RustFacts:
    """The facts of docs/facts/rust.md, workspaces first; every readable `Cargo.toml` as a document; problems."""

    facts: tuple[Mapping[str, Json], ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]


def collect_rust(paths: Sequence[str], read: Callable[[str], bytes], cache: FactCache | None = None) -> RustFacts:
    """Collect the facts about the Rust code among *paths*, all files of the repository, relative with `/`.

    *read* gives the bytes of one of them. What files tell on their own is taken from *cache* where it is known,
    and added to it otherwise; the caller saves it. Parsing forks processes when this one has a single thread and
    there is much to parse.
    """
    from nova_policy.collect.rust.collection import collect

    return RustFacts(*collect(paths, read, cache))
