from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.collect.file_trees import line_of
from tests.collect.workflows.conftest import PATH, facts_of

Collect = Callable[..., Any]


def test_needs_are_followed_and_unknown_ones_end_a_job(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          deploy:
            needs: [build, lint]
            steps: [{run: x}]
          build:
            needs: test
            steps: [{run: x}]
          test: {steps: [{run: x}]}
          lint: {needs: absent, steps: [{run: x}]}
          report: {needs: lint, if: always(), steps: [{run: x}]}
        """
    )
    jobs = {job["id"]: job for job in fact["jobs"]}
    assert list(jobs) == ["deploy", "build", "test", "lint", "report"]
    assert jobs["deploy"]["all_needs"] == ["build", "lint", "test"]
    assert [(item["job"], item["exists"], line_of(item)) for item in jobs["lint"]["needs"]] == [("absent", False, 10)]
    assert (jobs["lint"]["runs"], jobs["deploy"]["runs"]) == ("never", "never")
    assert jobs["deploy"]["runs_reason"] == "needs job lint, which never runs"
    assert jobs["report"]["runs"] == "always"
    assert jobs["deploy"]["steps"][0]["runs"] == "never"


def test_needs_in_a_circle_end(pipeline: Collect) -> None:
    fact = pipeline("on: push\njobs:\n  a: {needs: b, steps: []}\n  b: {needs: a, steps: []}\n")
    assert [job["id"] for job in fact["jobs"]] == ["a", "b"]


def test_a_matrix_is_expanded_with_places(job: Collect) -> None:
    found = job(
        """\
        strategy:
          matrix:
            service: [api, web]
            os: [ubuntu-latest, macos-14]
            exclude:
            - {service: web, os: macos-14}
            include:
            - {service: api, os: ubuntu-latest, extra: 'yes'}
            - {service: worker}
        runs-on: ${{ matrix.os }}
        steps: []
        """
    )
    matrix = found["matrix"]
    assert matrix["complete"] is True
    assert matrix["combinations"] == [
        {"service": "api", "os": "ubuntu-latest", "extra": "yes"},
        {"service": "api", "os": "macos-14"},
        {"service": "web", "os": "ubuntu-latest"},
        {"service": "worker"},
    ]
    values = {axis["name"]: [(item["value"], line_of(item)) for item in axis["values"]] for axis in matrix["axes"]}
    assert values["service"] == [("api", 7), ("web", 7), ("worker", 13)]
    assert found["macos"] is True


def test_a_matrix_by_expression_is_read_where_it_is_literal(job: Collect) -> None:
    literal = job('strategy:\n  matrix:\n    x: ${{ fromJSON(\'["a", "b"]\') }}\nsteps: []')
    assert literal["matrix"]["combinations"] == [{"x": "a"}, {"x": "b"}]
    assert literal["matrix"]["complete"] is True
    for value in ("${{ fromJSON(needs.a.outputs.b) }}", "{x: '${{ fromJSON(needs.a.outputs.b) }}'}"):
        assert job(f"strategy:\n  matrix: {value}\nsteps: []")["matrix"]["complete"] is False


def test_a_matrix_is_bounded(job: Collect) -> None:
    values = list(range(40))
    matrix = job(f"strategy:\n  matrix: {{a: {values}, b: {values}}}\nsteps: []")["matrix"]
    assert (len(matrix["combinations"]), matrix["complete"]) == (256, False)


def test_settings_of_a_job(job: Collect) -> None:
    found = job(
        """\
        name: Test
        timeout-minutes: 10
        environment: {name: staging}
        permissions: {contents: read}
        continue-on-error: true
        services:
          postgres: {image: 'postgres:15'}
        steps: [{run: cargo test}]
        """
    )
    assert (found["name"], found["timeout_minutes"], found["environment"]) == ("Test", 10, "staging")
    assert (found["permissions"], found["continue_on_error"]) == ({"contents": "read"}, True)
    assert [(item["name"], item["image"], line_of(item)) for item in found["services"]] == [
        ("postgres", "postgres:15", 11)
    ]
    step = found["steps"][0]
    assert (step["can_fail"], [item["reason"] for item in step["ignored_failures"]]) == (
        False,
        ["job continue-on-error"],
    )


REUSABLE = """\
on:
  workflow_call:
    inputs:
      service: {default: api}
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
    - run: cargo test -p ${{ inputs.service }}
"""


def test_a_reusable_workflow_is_followed() -> None:
    facts = facts_of(
        {
            PATH: """\
                on: push
                jobs:
                  call:
                    uses: ./.github/workflows/reusable.yml
                    if: github.ref == 'refs/heads/main'
                    with: {service: web}
                  gone: {uses: ./.github/workflows/gone.yml}
                  remote: {uses: org/repo/.github/workflows/x.yml@v1}
                """,
            ".github/workflows/reusable.yml": REUSABLE,
        }
    )
    call, gone, remote = facts[PATH]["jobs"]
    assert (call["calls"]["local"], call["calls"]["exists"]) == (True, True)
    assert [(step["origin"], step["at"]["path"], step["runs"]) for step in call["steps"]] == [
        ("workflow", ".github/workflows/reusable.yml", "conditional")
    ]
    assert (gone["calls"]["exists"], gone["steps"]) == (False, [])
    assert (remote["calls"]["local"], remote["calls"]["pinned"], remote["calls"]["exists"]) == (False, False, None)
    called = facts[".github/workflows/reusable.yml"]
    assert [item["at"]["line"] for item in called["called_by"]] == [4]


def test_workflows_that_call_each_other_end() -> None:
    caller = "on: workflow_call\njobs:\n  x: {uses: ./.github/workflows/NAME.yml}\n"
    calls = {"a": "b", "b": "a", "c": "c"}
    facts = facts_of({f".github/workflows/{name}.yml": caller.replace("NAME", other) for name, other in calls.items()})
    assert [len(fact["jobs"]) for fact in facts.values()] == [1, 1, 1]


def test_crates_that_a_matrix_names_are_placed_at_its_values(job: Collect) -> None:
    found = job(
        """\
        strategy:
          matrix:
            service:
            - api
            - gone
        steps:
        - working-directory: backend/${{ matrix.service }}
          run: cargo test
        - run: cargo build -p ${{ matrix.service }} --manifest-path other/Cargo.toml
        - run: cargo install cargo-deny -p x
        - run: cargo +nightly update -p serde --precise 1.0.0
        """,
        {"backend/api/Cargo.toml": "", "backend/api/src/lib.rs": ""},
    )
    targets = [(item["name"], item["by"], item["exists"], line_of(item)) for item in found["cargo_targets"]]
    assert targets == [
        ("api", "directory", True, 8),
        ("gone", "directory", False, 9),
        ("api", "package", None, 8),
        ("gone", "package", None, 9),
        ("other", "manifest", False, 13),
    ]
    assert found["steps"][0]["missing_directories"] == ["backend/gone"]


@pytest.mark.parametrize(
    "workflow",
    [
        "",
        "[]",
        "on: push",
        "on: 5\njobs: 7",
        "jobs: {a: 1, b: null, c: {steps: 3}}",
        "jobs: {a: {steps: [1, null, {}, {uses: 5}, {run: 7}]}}",
        "jobs: {a: {needs: {x: y}, strategy: 3, services: [], environment: [], runs-on: {group: x}}}",
        "jobs: {a: {strategy: {matrix: {x: {}, include: 3, exclude: [1]}}, steps: [{with: 3, env: []}]}}",
    ],
)
def test_odd_shapes_are_survived(workflow: str) -> None:
    facts_of({PATH: workflow})
