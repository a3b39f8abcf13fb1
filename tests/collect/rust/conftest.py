from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nova_policy.collect.rust import RustFacts, collect_rust
from nova_policy.collect.rust.analysis import Analyst, analyst

Files = Mapping[str, str]
Fact = dict[str, Any]


def collect(files: Files) -> RustFacts:
    contents = {path: text.encode() for path, text in files.items()}
    return collect_rust(sorted(contents), contents.__getitem__)


@pytest.fixture(scope="session")
def one() -> Analyst:
    return analyst()


@pytest.fixture
def facts() -> Callable[[Files], RustFacts]:
    return collect


@pytest.fixture
def crate() -> Callable[..., Fact]:
    """The fact of the package in a repository that consists of one; `src/lib.rs` and more files as given."""

    def of(source: str = "", manifest: str = "", files: Files | None = None) -> Fact:
        head = '[package]\nname = "shop"\nedition = "2021"\n'
        found = collect({"Cargo.toml": head + manifest, "src/lib.rs": source, **(files or {})})
        [fact] = [fact for fact in found.facts if fact["kind"] == "RustCrate"]
        return dict(fact)

    return of
