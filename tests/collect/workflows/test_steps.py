from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.collect.file_trees import line_of

Collect = Callable[..., Any]


def steps_of(job: Any) -> list[tuple[list[str], bool, list[tuple[str, int]]]]:
    return [
        (step["roles"], step["can_fail"], [(lost["reason"], line_of(lost)) for lost in step["ignored_failures"]])
        for step in job["steps"]
    ]


@pytest.mark.parametrize(
    ("run", "roles"),
    [
        ("cargo fmt --all -- --check", ["cargo_fmt"]),
        ("cargo clippy -- -D warnings", ["cargo_lint"]),
        ("cargo +nightly test --workspace", ["cargo_test"]),
        ("cargo build --release", ["cargo_build"]),
        ("cargo audit", ["dependency_scan"]),
        ("cargo deny check advisories", ["dependency_scan"]),
        ("cargo outdated", []),
        ("cargo install cargo-audit", []),
        ("cargo tarpaulin", ["coverage"]),
        ("trivy image x", ["image_scan"]),
        ("docker run --rm aquasec/trivy:0.50 image x", ["image_scan"]),
        ("trivy fs .", ["dependency_scan"]),
        ("trivy image --format cyclonedx x", ["sbom"]),
        ("syft registry.example/x", ["sbom"]),
        ("syft dir:.", ["dependency_sbom"]),
        ("cosign sign x", ["sign"]),
        ("gitleaks detect", ["secret_scan"]),
        ("docker build -t x .", ["image_build"]),
        ("docker buildx build --push -t x .", ["image_build", "image_push"]),
        ("/usr/bin/docker push x", ["image_push"]),
        ("docker login -u x --password-stdin", ["registry_login"]),
        ("kubectl apply -f k8s/", ["deploy_kubernetes"]),
        ("kubectl -n x set image deployment/a a=b", ["deploy_kubernetes"]),
        ("kubectl apply -f k8s/ --dry-run=server", []),
        ("kubectl create namespace x --dry-run=client -o yaml | kubectl apply -f -", []),
        ("kubectl get pods -n x", []),
        ("kubectl rollout status deployment/a -n x", ["rollout_wait"]),
        ("kubectl rollout undo deployment/a", ["rollback"]),
        ("helm upgrade --install a ./chart --atomic", ["deploy_kubernetes", "rollout_wait", "rollback"]),
        ("argocd app sync x", ["deploy_kubernetes"]),
        ("kustomize edit set image a=b", ["deploy_kubernetes"]),
        ("aws ecs update-service --service x", ["deploy_other"]),
        ("terraform apply", ["terraform"]),
        ("k6 run tests/load.js", ["load_test"]),
        ("bash scripts/smoke-staging.sh", ["smoke_test"]),
        ("make start-e2e", []),
        ("./scripts/run_e2e.sh", ["e2e_test"]),
        ("curl -f https://example.com/health", ["smoke_test"]),
        ("kubectl exec -n shop web-1 -- curl -f http://localhost:8080/api", ["smoke_test"]),
        ("xcodebuild test", ["xcodebuild"]),
        ("buf breaking --against x", ["contract_test"]),
        ("npm test", ["unit_test"]),
        ("npx playwright test", ["e2e_test"]),
        ("echo cargo test", []),
        ("trivy --version", []),
    ],
)
def test_roles_follow_from_what_is_started(job: Collect, run: str, roles: list[str]) -> None:
    assert sorted(job(f"steps:\n- run: {run!r}")["steps"][0]["roles"]) == sorted(roles)


@pytest.mark.parametrize(
    ("uses", "roles"),
    [
        ("actions/checkout@v4", ["checkout"]),
        ("actions/cache@v4", ["cache"]),
        ("docker/build-push-action@v6", ["image_build"]),
        ("docker/build-push-action@v6\n  with: {push: true}", ["image_build", "image_push"]),
        ("docker/build-push-action@v6\n  with: {push: false}", ["image_build"]),
        (
            "docker/build-push-action@v6\n  with: {outputs: 'type=image,push=true', sbom: true}",
            ["image_build", "image_push", "sbom"],
        ),
        ("aquasecurity/trivy-action@0.28.0\n  with: {image-ref: x}", ["image_scan"]),
        ("aquasecurity/trivy-action@0.28.0\n  with: {scan-type: fs}", ["dependency_scan"]),
        ("aquasecurity/trivy-action@0.28.0\n  with: {scan-type: config}", ["static_analysis"]),
        ("aquasecurity/trivy-action@0.28.0\n  with: {image-ref: x, format: cyclonedx}", ["sbom"]),
        ("golang/govulncheck-action@v1", ["dependency_scan"]),
        ("anchore/sbom-action@v0\n  with: {image: x}", ["sbom"]),
        ("anchore/sbom-action@v0", ["dependency_sbom"]),
        ("actions/attest-build-provenance@v1", ["sign"]),
        ("codecov/codecov-action@v4", ["coverage_upload"]),
        ("aws-actions/amazon-ecs-deploy-task-definition@v1", ["deploy_other"]),
        ("unknown/thing@v1", []),
    ],
)
def test_roles_follow_from_the_action(job: Collect, uses: str, roles: list[str]) -> None:
    assert job(f"steps:\n- uses: {uses}")["steps"][0]["roles"] == roles


def test_a_gate_that_cannot_fail_says_why_and_where(job: Collect) -> None:
    found = job(
        """\
        steps:
        - run: cargo audit
          continue-on-error: true
        - run: |
            cargo fetch
            cargo deny check || true
        - run: trivy image x
        - run: trivy image --exit-code 1 x
        - uses: aquasecurity/trivy-action@v1
          with: {image-ref: x}
        - uses: aquasecurity/trivy-action@v1
          with: {image-ref: x, exit-code: '1'}
        - run: cargo test | tee log
        - run: cargo test | tee log
          shell: bash
        - run: echo "all good"
        - run: cargo test
          continue-on-error: ${{ matrix.experimental }}
        """
    )
    assert steps_of(found) == [
        (["dependency_scan"], False, [("continue-on-error", 7)]),
        (["dependency_scan"], False, [("or_true", 10)]),
        (["image_scan"], False, [("exit_code_zero", 11)]),
        (["image_scan"], True, []),
        (["image_scan"], False, [("exit_code_zero", 13)]),
        (["image_scan"], True, []),
        (["cargo_test"], False, [("pipe", 17)]),
        (["cargo_test"], True, []),
        ([], False, []),
        (["cargo_test"], True, []),
    ]


def test_a_step_fails_by_any_of_its_checks(job: Collect) -> None:
    step = job("steps:\n- run: |\n    cargo test || true\n    cargo clippy")["steps"][0]
    assert step["can_fail"] is True
    assert [command["ignores_failure"] for command in step["commands"] if command["roles"]] == [True, False]


def test_shells_that_are_none_have_no_commands(job: Collect) -> None:
    found = job("steps:\n- {run: cargo test, shell: pwsh}\n- {run: cargo test, shell: python}")
    assert [step["commands"] for step in found["steps"]] == [[], []]


def test_defaults_give_shell_and_directory(job: Collect) -> None:
    found = job(
        """\
        defaults:
          run: {working-directory: backend, shell: bash}
        steps:
        - run: cargo test | tee log
        - {run: cargo test, working-directory: other}
        """,
        {"backend/x": ""},
    )
    first, second = found["steps"]
    assert (first["working_directory"], first["missing_directories"], first["can_fail"]) == ("backend", [], True)
    assert second["missing_directories"] == ["other"]


ACTION = """\
name: build
inputs:
  image: {required: true}
  tag: {default: latest}
outputs:
  ref: {value: '${{ steps.name.outputs.ref }}'}
runs:
  using: composite
  steps:
  - id: name
    shell: bash
    run: echo "ref=${{ inputs.image }}:${{ inputs.tag }}" >> "$GITHUB_OUTPUT"
  - uses: ./.github/actions/inner
  - run: docker push ${{ inputs.image }}:${{ inputs.tag }}
    shell: bash
"""

INNER = """\
runs:
  using: composite
  steps:
  - {run: cargo audit, shell: bash}
  - uses: ./.github/actions/inner
"""


def test_a_script_that_gives_up_can_fail(job: Collect) -> None:
    found = job(
        """\
        steps:
        - run: |
            for attempt in 1 2 3; do
              if curl -s http://localhost:8000/health; then exit 0; fi
            done
            exit 1
        - run: |
            if curl -s http://localhost:8000/health; then exit 0; fi
        """
    )
    assert [step["can_fail"] for step in found["steps"]] == [True, False]


def test_composite_actions_are_followed(job: Collect) -> None:
    found = job(
        """\
        steps:
        - id: build
          uses: ./.github/actions/build
          if: github.ref == 'refs/heads/main'
          continue-on-error: true
          with: {image: registry.example/a}
        - run: trivy image --exit-code 1 ${{ steps.build.outputs.ref }}
        - uses: ./.github/actions/gone
        - uses: ./.github/actions/script
        """,
        {
            ".github/actions/build/action.yml": ACTION,
            ".github/actions/inner/action.yaml": INNER,
            ".github/actions/script/action.yml": "runs: {using: node20, main: x.js}",
        },
    )
    steps = found["steps"]
    assert [(step["origin"], step["at"]["path"].rpartition("/")[2], step["roles"]) for step in steps] == [
        ("action", "action.yml", []),
        ("action", "action.yaml", ["dependency_scan"]),
        ("action", "action.yaml", []),
        ("action", "action.yml", ["image_push"]),
        ("job", "ci.yml", ["image_scan"]),
        ("job", "ci.yml", []),
        ("job", "ci.yml", []),
    ]
    assert [step["runs"] for step in steps[:4]] == ["conditional"] * 4
    assert [step["can_fail"] for step in steps[:4]] == [False] * 4
    assert [step["uses"]["exists"] for step in steps[5:]] == [False, True]
    assert steps[4]["commands"][0]["arguments"][-1] == "${{ steps.build.outputs.ref }}"


def test_pinned_actions(job: Collect) -> None:
    found = job(
        f"""\
        steps:
        - uses: actions/checkout@{"a" * 40}
        - uses: actions/checkout@v4
        - uses: docker://alpine@sha256:{"b" * 64}
        - uses: docker://alpine:3
        """
    )
    assert [step["uses"]["pinned"] for step in found["steps"]] == [True, False, True, False]


def test_secrets_never_get_into_a_fact(job: Collect) -> None:
    found = job(
        """\
        env: {DATABASE_URL: 'postgres://a:change-me@b/c'}
        steps:
        - run: |
            psql "postgres://a:change-me@b/c" -v password=change-me
            login --password change-me
            API_KEY=change-me ./x
        - uses: x/y@v1
          with: {password: change-me, url: 'https://a:change-me@b', user: me, token: '${{ secrets.T }}'}
        """
    )
    assert "change-me" not in str(found)
    assert found["steps"][1]["inputs"] == {"user": "me", "token": "${{ secrets.T }}"}


def test_paths_of_deploying_commands_exist_or_not(job: Collect) -> None:
    found = job(
        """\
        env: {OVERLAY: k8s/overlays/prod}
        steps:
        - run: |
            kubectl apply -f k8s/a.yaml -f https://example.com/x.yaml -f "$FILE" -f -
            kubectl apply -k ${{ env.OVERLAY }}
            kubectl logs -n shop -l app=web -f --timestamps
            cd k8s
            kustomize build base > /tmp/out.yaml
            sed -i 's/a/b/' gone.yaml
            kubectl apply -f 'a*.yaml'
        """,
        {"k8s/a.yaml": "", "k8s/base/kustomization.yaml": ""},
    )
    paths = [(item["path"], item["exists"]) for command in found["steps"][0]["commands"] for item in command["paths"]]
    assert paths == [
        ("k8s/a.yaml", True),
        ("k8s/overlays/prod", False),
        ("k8s/base", True),
        ("k8s/gone.yaml", False),
        ("k8s/a*.yaml", True),
    ]


def test_what_is_piped_into_a_login_is_masked(job: Collect) -> None:
    found = job("""
        runs-on: ubuntu-latest
        steps:
        - run: |
            echo change-me | docker login --password-stdin host
            echo "$PASSWORD" | docker login --password-stdin host
            echo change-me | tee file
        """)
    said = [command["arguments"] for command in found["steps"][0]["commands"] if command["program"] == "echo"]
    assert said == [["***"], ["$PASSWORD"], ["change-me"]]
