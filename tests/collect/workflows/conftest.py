from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import dedent
from typing import Any

import pytest

from nova_policy.collect.workflows import collect_pipelines
from tests.collect.file_trees import contents_of, files_of

PATH = ".github/workflows/ci.yml"


@pytest.fixture
def pipeline() -> Callable[..., Any]:
    """Collect one workflow, with other files beside it, and return its fact."""

    def collect(workflow: str, others: Mapping[str, str] | None = None) -> Any:
        return facts_of({PATH: workflow, **(others or {})})[PATH]

    return collect


@pytest.fixture
def job() -> Callable[..., Any]:
    """Collect a workflow with one job that has these lines, and return the job."""

    def collect(lines: str, others: Mapping[str, str] | None = None) -> Any:
        body = "\n".join("    " + line for line in dedent(lines).strip("\n").split("\n"))
        workflow = f"on: push\njobs:\n  it:\n    runs-on: ubuntu-latest\n{body}\n"
        return facts_of({PATH: workflow, **(others or {})})[PATH]["jobs"][0]

    return collect


def facts_of(tree: Mapping[str, str]) -> dict[str, Any]:
    """Return the facts Pipeline of a repository by their names."""
    collected = collect_pipelines(files_of(tree))
    assert collected.problems == ()
    facts = [contents_of(document) for document in collected.documents]
    return {
        fact["metadata"]["name"]: fact for fact in facts if isinstance(fact, dict) and fact.get("kind") == "Pipeline"
    }
