from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.kustomize import KustomizeResult, collect_kustomize, find_kustomizations
from nova_policy.collect.kustomize.follow import Follower
from nova_policy.collect.kustomize.graph import build_graph
from nova_policy.collect.kustomize.tree import Tree
from nova_policy.collect.limits import Limits
from nova_policy.collect.yaml_nodes import YamlFile, load_yaml
from nova_policy.memory import Memory
from nova_policy.model import Document, Location
from nova_policy.tools.find import find_tool


@pytest.fixture(scope="session")
def kustomize() -> tuple[str, ...]:
    """The real program; without it these tests fail."""
    return find_tool("kustomize").command


@dataclass(frozen=True)
class Repository:
    root: Path
    kustomize: tuple[str, ...]
    limits: Limits = field(default_factory=Limits)

    def write(self, files: Mapping[str, str]) -> Repository:
        for path, text in files.items():
            place = self.root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
        return self

    def files(self) -> dict[str, YamlFile]:
        found = {}
        for place in sorted(self.root.rglob("*")):
            path = place.relative_to(self.root).as_posix()
            if place.is_file() and (place.suffix in {".yaml", ".yml", ".json"} or place.name == "Kustomization"):
                found[path] = load_yaml(place.read_bytes(), path, self.limits, drop_nulls=True)
        return found

    def collect(
        self, *, kustomize: Sequence[str] | None = (), jobs: int = 2, memory: Memory | None = None
    ) -> KustomizeResult:
        command = None if kustomize is None else tuple(kustomize) or self.kustomize
        return collect_kustomize(find_kustomizations(self.root, self.files(), self.limits), command, jobs, memory)

    def follower(self) -> Follower:
        tree = Tree(self.root, self.files(), self.limits)
        return Follower(tree, build_graph(tree).kustomizations)

    def line(self, location: Location) -> tuple[str, str]:
        """The file and the stripped text of the line that a location points at."""
        text = (self.root / location.path).read_text(encoding="utf-8").splitlines()[location.line - 1]
        assert location.column <= len(text)
        return location.path, text.strip()

    def lines(self, document: Document, *path: str | int) -> list[tuple[str, str]]:
        return [self.line(location) for location in document.locator.locate(path)]


@pytest.fixture(scope="session")
def open_repository(kustomize: tuple[str, ...]) -> Callable[[Path], Repository]:
    """Make a repository of an existing folder."""
    return lambda root: Repository(root, kustomize)


@pytest.fixture
def repository(tmp_path: Path, open_repository: Callable[[Path], Repository]) -> Repository:
    root = tmp_path / "repository"
    root.mkdir()
    return open_repository(root)


@pytest.fixture
def facts_of() -> Callable[[KustomizeResult, str], dict[str, Any]]:
    """Facts of a kind by name, as plain data."""

    def of(result: KustomizeResult, kind: str) -> dict[str, Any]:
        contents: list[Any] = [fact.contents for fact in result.facts]
        return {fact["metadata"]["name"]: fact for fact in contents if fact["kind"] == kind}

    return of


def object_of(result: KustomizeResult, environment: str, name: str) -> Document:
    [found] = [
        document
        for known in result.environments
        if known.name == environment
        for document in known.documents
        if _name(document) == name
    ]
    return found


def _name(document: Document) -> str:
    contents: Any = document.contents
    return f"{contents['kind']}/{contents['metadata']['name']}"


@pytest.fixture
def find() -> Callable[[KustomizeResult, str, str], Document]:
    """The object `Kind/name` of an environment."""
    return object_of
