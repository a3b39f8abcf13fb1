from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.collect.file_trees import line_of
from tests.collect.workflows.conftest import PATH, facts_of

Collect = Callable[..., Any]


def test_a_deployment_tells_how_it_waits_and_reverts(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          test:
            steps:
            - run: cargo test
            - run: cargo test || true
          deploy:
            needs: test
            steps:
            - run: kubectl get pods
            - run: npm test
            - run: kubectl apply -f k8s/a.yaml
            - run: kubectl rollout status deployment/a || true
            - run: kubectl rollout status deployment/b
            - run: kubectl rollout undo deployment/a
              if: failure()
          revert:
            needs: deploy
            if: failure()
            steps: [{run: helm rollback a}]
          unrelated:
            steps: [{run: kubectl rollout undo deployment/a}]
        """
    )
    (found,) = fact["deployments"]
    assert (found["job"], line_of(found), found["kind"], found["gitops"]) == ("deploy", 12, "kubernetes", False)
    assert [(line_of(item), item["can_fail"]) for item in found["waits"]] == [(13, False), (14, True)]
    assert [(line_of(item), item["automatic"]) for item in found["rollbacks"]] == [(15, True), (20, True)]
    assert [(line_of(item), item["job"]) for item in found["tested_by"]] == [(5, "test"), (11, "deploy")]
    assert [(item["path"], item["exists"]) for item in found["paths"]] == [("k8s/a.yaml", False)]


@pytest.mark.parametrize(
    "step",
    ["{uses: helm/kind-action@v1}", "{run: k3d cluster create}", "{run: 'curl -sfL https://get.k3s.io | sh -'}"],
)
def test_a_cluster_that_ends_with_the_job_is_no_deployment(pipeline: Collect, step: str) -> None:
    fact = pipeline(f"on: push\njobs:\n  e2e:\n    steps:\n    - {step}\n    - run: kubectl apply -k manifests\n")
    assert fact["deployments"] == []


def test_a_rollback_may_belong_to_the_command(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          helm: {steps: [{run: helm upgrade a ./a --atomic}]}
          script: {steps: [{run: 'kubectl apply -f a; kubectl rollout status x || kubectl rollout undo x'}]}
          manual: {steps: [{run: kubectl apply -f a}, {run: kubectl rollout undo x}]}
        """
    )
    assert [[item["automatic"] for item in found["rollbacks"]] for found in fact["deployments"]] == [
        [True],
        [True],
        [False],
    ]


def test_what_only_writes_for_argo_cd_is_gitops(pipeline: Collect) -> None:
    fact = pipeline("on: push\njobs:\n  a: {steps: [{run: cd x && kustomize edit set image a=b}]}\n")
    assert [found["gitops"] for found in fact["deployments"]] == [True]


def test_ecs_deployments_wait_by_an_input(pipeline: Collect) -> None:
    fact = pipeline(
        """\
        on: push
        jobs:
          a:
            steps:
            - uses: aws-actions/amazon-ecs-deploy-task-definition@v1
              with: {wait-for-service-stability: true}
        """
    )
    (found,) = fact["deployments"]
    assert (found["kind"], [line_of(item) for item in found["waits"]]) == ("other", [5])


def test_tests_of_the_workflow_that_is_waited_for_count() -> None:
    facts = facts_of(
        {
            PATH: "on: {workflow_run: {workflows: [Test]}}\njobs: {a: {steps: [{run: kubectl apply -f a}]}}\n",
            ".github/workflows/test.yml": "name: Test\non: push\njobs: {t: {steps: [{run: cargo test}]}}\n",
        }
    )
    assert [item["at"]["path"] for item in facts[PATH]["deployments"][0]["tested_by"]] == [".github/workflows/test.yml"]
