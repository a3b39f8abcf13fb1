from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.collect.workflows.conftest import PATH, facts_of

Collect = Callable[..., Any]
JOBS = "jobs:\n  it:\n    runs-on: ubuntu-latest\n    steps:\n    - run: 'true'\n"


@pytest.mark.parametrize(
    ("on", "events"),
    [
        ("on: push", [("push", True, 1)]),
        ("on: [push, pull_request]", [("push", True, 1), ("pull_request", True, 1)]),
        ("on:\n  push:\n  workflow_dispatch:", [("push", True, 2), ("workflow_dispatch", False, 3)]),
        ("on:\n  push:\n    branches: [__disabled__]", [("push", False, 2)]),
        ("on:\n  push:\n    branches: [__disabled__]\n    tags: ['v*']", [("push", True, 2)]),
        ("on:\n  push:\n    branches: [main, never-run]", [("push", True, 2)]),
        ("on:\n  push:\n    branches: []", [("push", False, 2)]),
        ("on:\n  push:\n    branches-ignore: ['**']", [("push", False, 2)]),
        ("on:\n  workflow_run:\n    workflows: [Absent]", [("workflow_run", False, 2)]),
    ],
)
def test_triggers_are_normalised(pipeline: Collect, on: str, events: list[tuple[str, bool, int]]) -> None:
    fact = pipeline(f"{on}\n{JOBS}")
    assert [(item["event"], item["automatic"], item["at"]["line"]) for item in fact["triggers"]] == events


def test_filters_are_kept(pipeline: Collect) -> None:
    fact = pipeline(
        f"""\
on:
  push: {{branches: [main], paths: ['src/**']}}
  schedule:
  - cron: '0 2 * * *'
{JOBS}"""
    )
    push, schedule = fact["triggers"]
    assert (push["branches"], push["paths"], push["tags"]) == (["main"], ["src/**"], [])
    assert schedule["cron"] == ["0 2 * * *"]


def test_a_workflow_that_nothing_can_start_is_disabled(pipeline: Collect) -> None:
    disabled = pipeline(
        f"on:\n  push:\n    branches: [__disabled__]\n  pull_request:\n    branches: [__disabled__]\n{JOBS}"
    )
    assert disabled["disabled"]["at"]["line"] == 1
    assert (
        pipeline(f"on:\n  push:\n    branches: [__disabled__]\n  schedule: [{{cron: x}}]\n{JOBS}")["disabled"] is None
    )
    assert pipeline(f"on: push\n{JOBS}    if: false\n")["disabled"]["reason"] == "no job ever runs"


def test_a_manual_workflow_is_not_disabled(pipeline: Collect) -> None:
    fact = pipeline(f"on: [workflow_dispatch, workflow_call]\n{JOBS}")
    assert (fact["disabled"], fact["manual_only"]) == (None, True)


def test_workflow_run_names_workflows_that_exist_or_do_not() -> None:
    facts = facts_of(
        {
            PATH: f"on:\n  workflow_run:\n    workflows: [Build, Stage]\n{JOBS}",
            ".github/workflows/build.yml": f"name: Build\non: push\n{JOBS}",
        }
    )
    named = facts[PATH]["triggers"][0]["workflows"]
    assert [(item["name"], item["exists"], item["at"]["column"]) for item in named] == [
        ("Build", True, 17),
        ("Stage", False, 24),
    ]


def test_inputs_are_used_or_not(pipeline: Collect) -> None:
    fact = pipeline(
        """\
on:
  workflow_dispatch:
    inputs:
      used: {required: true}
      also-used: {}
      unused: {}
      unused-too: {}
jobs:
  it:
    runs-on: x
    steps:
    - run: echo ${{ inputs.used }} ${{ github.event.inputs['also-used'] }} ${{ inputs.unused-not }}
"""
    )
    assert [(item["name"], item["used"], item["required"], item["at"]["line"]) for item in fact["inputs"]] == [
        ("used", True, True, 4),
        ("also-used", True, False, 5),
        ("unused", False, False, 6),
        ("unused-too", False, False, 7),
    ]
