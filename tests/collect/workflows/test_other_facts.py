from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nova_policy.collect.workflows import collect_pipelines
from nova_policy.model import InputKind, Location
from tests.collect.file_trees import contents_of, files_of, line_of
from tests.collect.workflows.conftest import PATH

Collect = Callable[..., Any]


def test_caches_name_folders_that_cargo_writes_or_not(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          a:
            strategy: {matrix: {service: [x]}}
            steps:
            - uses: actions/cache@v4
              with:
                key: cargo-${{ matrix.service }}
                path: |
                  ~/.cargo/registry
                  backend/target/
                  target
            - uses: actions/cache/restore@v4
              with: {key: cargo, path: lone/target}
            - uses: Swatinem/rust-cache@v2
        """,
        {"Cargo.toml": "[workspace]\n", "backend/a/Cargo.toml": "[package]\n", "lone/Cargo.toml": "[package]"},
    )
    first, second, third = fact["caches"]
    assert (line_of(first), first["key"], first["key_at"]["line"]) == (6, "cargo-${{ matrix.service }}", 8)
    assert (first["job_component"], first["matrix_job"], second["job_component"], third["job_component"]) == (
        True,
        True,
        False,
        True,
    )
    assert [
        (item["path"], item["target"], item["workspace_root"], item["exists"], line_of(item)) for item in first["paths"]
    ] == [
        ("~/.cargo/registry", False, None, None, 10),
        ("backend/target/", True, False, True, 11),
        ("target", True, True, True, 12),
    ]
    assert second["paths"][0]["workspace_root"] is False
    assert third["key"] is None


def test_a_package_outside_any_workspace_has_its_own_target(pipeline: Collect) -> None:
    fact = pipeline(
        "on: push\njobs: {a: {steps: [{uses: actions/cache@v4, with: {key: x, path: lone/target}}]}}\n",
        {"lone/Cargo.toml": "[package]"},
    )
    assert fact["caches"][0]["paths"][0]["workspace_root"] is True


def test_coverage_tells_version_threshold_and_upload(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          a:
            steps:
            - run: cargo install cargo-tarpaulin --version 0.8.3
            - run: |
                cargo tarpaulin \\
                  --workspace \\
                  --fail-under 50
            - uses: codecov/codecov-action@v4
              with: {flags: 'a,b', fail_ci_if_error: true}
            - uses: codecov/codecov-action@v4
              continue-on-error: true
          b:
            steps:
            - uses: taiki-e/install-action@v2
              with: {tool: 'cargo-llvm-cov@0.6.1'}
            - run: cargo llvm-cov --fail-under-lines=40 || true
        """
    )
    tool, upload, quiet, other = fact["coverage"]
    assert (tool["tool"], tool["version"], tool["fail_under"], tool["workspace"], tool["can_fail"]) == (
        "tarpaulin",
        "0.8.3",
        50,
        True,
        True,
    )
    assert (line_of(tool), tool["fail_under_at"]["line"]) == (7, 9)
    assert (upload["upload"], upload["flags"], upload["fails_on_error"], upload["can_fail"]) == (
        True,
        ["a", "b"],
        True,
        True,
    )
    assert (quiet["fails_on_error"], quiet["can_fail"]) == (False, False)
    assert (other["tool"], other["version"], other["fail_under"], other["can_fail"]) == ("llvm-cov", "0.6.1", 40, False)


def test_secrets_logins_injections_and_unseen_downloads(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: pull_request
        jobs:
          a:
            if: secrets.SWITCH != ''
            steps:
            - uses: aws-actions/configure-aws-credentials@v4
              with:
                aws-access-key-id: ${{ secrets.KEY_ID }}
                aws-secret-access-key: ${{ secrets.KEY }}
            - uses: aws-actions/configure-aws-credentials@v4
              with: {role-to-assume: arn}
            - uses: google-github-actions/auth@v2
              with: {credentials_json: '${{ secrets.KEY }}'}
            - env: {AWS_SECRET_ACCESS_KEY: '${{ secrets.KEY }}', TITLE: '${{ github.event.issue.title }}'}
              run: |
                echo hello
                echo "${{ github.head_ref }}"
            - uses: actions/github-script@v7
              with:
                script: |
                  // first
                  console.log("${{ github.event.comment.body }}")
            - run: |
                curl -s https://example.com/a | sudo bash
                bash <(curl -s https://example.com/b)
                curl -s https://example.com/c | tar xz
                curl https://example.com/d | python3 -c 'import sys'
                curl https://example.com/e | sha256sum -c | bash
        """
    )
    assert [(item["name"], line_of(item)) for item in fact["secrets"]] == [("SWITCH", 4), ("KEY_ID", 8), ("KEY", 9)]
    assert [(item["provider"], item["method"], line_of(item)) for item in fact["cloud_logins"]] == [
        ("aws", "long_lived_keys", 8),
        ("aws", "oidc", 11),
        ("gcp", "long_lived_keys", 13),
        ("aws", "long_lived_keys", 14),
    ]
    assert [(item["expression"], line_of(item)) for item in fact["script_injections"]] == [
        ("github.head_ref", 17),
        ("github.event.comment.body", 22),
    ]
    assert [(item["program"], line_of(item)) for item in fact["curl_pipes"]] == [("bash", 24), ("bash", 25)]


def test_dependency_updates_look_where_manifests_are() -> None:
    files = files_of(
        {
            ".github/dependabot.yml": """\
                version: 2
                updates:
                - package-ecosystem: cargo
                  directory: /backend
                - package-ecosystem: cargo
                  directory: /
                - package-ecosystem: docker
                  directories:
                  - /services/*
                  - /services/a/**
                  - /
                - package-ecosystem: github-actions
                  directory: /
                - package-ecosystem: github-actions
                  directories:
                  - .github/actions/*
                  - .github/other/*
                - package-ecosystem: unheard-of
                  directory: /
                """,
            "Cargo.toml": "",
            "services/a/Dockerfile": "FROM a",
            PATH: "on: push\njobs: {}\n",
            "docs.yml": "image: text",
            ".github/actions/build/action.yml": "runs: {using: composite, steps: []}",
        }
    )
    fact = next(contents_of(item) for item in collect_pipelines(files).documents if "dependabot" in item.path)
    assert [(item["ecosystem"], item["manifest_exists"], line_of(item)) for item in fact["updates"]] == [
        ("cargo", False, 4),
        ("cargo", True, 6),
        ("docker", True, 9),
        ("docker", True, 10),
        ("docker", False, 11),
        ("github-actions", True, 13),
        ("github-actions", True, 16),
        ("github-actions", False, 17),
        ("unheard-of", None, 19),
    ]


def test_renovate_has_no_directories() -> None:
    fact = contents_of(collect_pipelines(files_of({"renovate.json": "{}"})).documents[0])
    assert (fact["kind"], fact["tool"], fact["updates"]) == ("DependabotUpdates", "renovate", [])


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (".github/workflows/a.yml", "workflow"),
        (".github/workflows/a.yaml", "workflow"),
        (".github/actions/x/action.yml", "action"),
        ("action.yaml", "action"),
        (".github/workflows/sub/a.yml", None),
        ("backend/.github/workflows/a.yml", "MisplacedWorkflow"),
        (".github/workflows/notes.md", None),
    ],
)
def test_files_are_what_their_place_makes_them(path: str, kind: str | None) -> None:
    documents = collect_pipelines(files_of({path: "on: push\njobs: {}\n"})).documents
    kinds = [contents_of(item).get("kind") if item.kind is InputKind.FACT else str(item.kind) for item in documents]
    assert (kinds[0] if kinds else None) == kind


def test_on_stays_a_key_and_a_path_leads_to_its_line() -> None:
    document = collect_pipelines(
        files_of({PATH: "name: x\non: push\njobs:\n  a:\n    steps:\n    - run: x\n"})
    ).documents[0]
    assert contents_of(document)["on"] == "push"
    assert document.locator.locate(("on",)) == (Location(PATH, 2, 1),)
    assert document.locator.locate(("jobs", "a", "steps", 0, "uses")) == (Location(PATH, 6, 7),)


def test_a_broken_workflow_is_a_problem_and_the_others_are_read() -> None:
    files = files_of({".github/workflows/a.yml": "on: [\n", ".github/workflows/b.yml": "on: push\njobs: {}\n"})
    collected = collect_pipelines(files)
    assert [problem.location.path for problem in collected.problems if problem.location] == [".github/workflows/a.yml"]
    assert [item.path for item in collected.documents] == [".github/workflows/b.yml"] * 2


def test_equal_input_gives_equal_facts() -> None:
    tree = {
        PATH: "on: push\njobs: {b: {steps: [{run: cargo test}]}, a: {needs: b, steps: [{run: docker push x}]}}\n",
        "x": "",
    }
    first, second = (
        collect_pipelines(files_of(dict(items))).documents for items in (tree.items(), reversed(tree.items()))
    )
    assert [item.contents for item in first] == [item.contents for item in second]


def test_whatever_lies_among_the_workflows_is_one() -> None:
    found = collect_pipelines(files_of({".github/workflows/action.yml": "on: push\njobs: {}"}))
    assert [document.kind.value for document in found.documents] == ["workflow", "fact"]
