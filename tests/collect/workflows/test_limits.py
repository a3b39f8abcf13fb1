"""Workflows that want too much are cut short, and it is said."""

from __future__ import annotations

from typing import Any

from nova_policy.collect.workflows import collect_pipelines
from tests.collect.file_trees import contents_of, files_of
from tests.collect.workflows.conftest import PATH, facts_of


def test_a_long_chain_of_needs_is_followed() -> None:
    jobs = "".join(f"  j{index}: {{needs: j{index + 1}, steps: [{{run: x}}]}}\n" for index in range(400))
    fact = facts_of({PATH: f"on: push\njobs:\n{jobs}  j400: {{steps: []}}\n"})[PATH]
    assert len(fact["jobs"][0]["all_needs"]) == 400


def problems_of(tree: dict[str, str]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.location)) for problem in collect_pipelines(files_of(tree)).problems]


def test_too_many_jobs_are_a_problem() -> None:
    jobs = "".join(f"  j{index}: {{steps: []}}\n" for index in range(501))
    assert problems_of({PATH: f"on: push\njobs:\n{jobs}"}) == [("NOVA-W01", f"{PATH}:1:1")]


def test_actions_that_multiply_are_a_problem() -> None:
    def action(inner: str) -> str:
        return "runs:\n  using: composite\n  steps:\n" + f"  - {inner}\n" * 30

    tree: dict[str, Any] = {PATH: "on: push\njobs:\n  a:\n    steps:\n    - uses: ./.github/actions/a0\n"}
    for index in range(8):
        tree[f".github/actions/a{index}/action.yml"] = action(f"uses: ./.github/actions/a{index + 1}")
    tree[".github/actions/a8/action.yml"] = action("run: x")
    collected = collect_pipelines(files_of(tree))
    assert [problem.code for problem in collected.problems] == ["NOVA-W01"]
    fact = next(contents_of(item) for item in collected.documents if item.path == PATH and item.kind == "fact")
    assert len(fact["jobs"][0]["steps"]) <= 2000


def test_long_scripts_and_words_end() -> None:
    script = "echo " + "$a" * 5000 + " ${{ " * 500
    facts_of(
        {PATH: f"on: push\njobs: {{a: {{steps: [{{run: '{script}'}}, {{run: 'docker push {'${x}' * 3000}'}}]}}}}\n"}
    )
