from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.collect.file_trees import line_of
from tests.collect.workflows.conftest import PATH, facts_of

Collect = Callable[..., Any]
HEAD = """\
on: push
env:
  REGISTRY: registry.example
jobs:
  build:
    runs-on: ubuntu-latest
"""


def images(pipeline: Collect, steps: str, others: dict[str, str] | None = None) -> Any:
    return pipeline(HEAD + steps, others)["images"]


def test_an_action_that_builds_and_pushes_is_one_image(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    strategy: {matrix: {service: [api, web]}}
    steps:
    - uses: docker/build-push-action@v6
      with:
        context: .
        file: ./${{ matrix.service }}/Dockerfile
        push: ${{ github.event_name != 'pull_request' }}
        tags: |
          ${{ env.REGISTRY }}/${{ matrix.service }}:${{ github.sha }}
          ${{ env.REGISTRY }}/${{ matrix.service }}:latest
        cache-from: type=gha
""",
        {"api/Dockerfile": ""},
    )
    assert (line_of(image), image["job"], image["pushed"]) == (9, "build", True)
    assert image["push_condition"] == "github.event_name != 'pull_request'"
    assert image["repositories"] == ["registry.example/api", "registry.example/web"]
    assert (image["tags"], image["immutable_tag"]) == (["${{ github.sha }}", "latest"], True)
    built = image["built"]
    assert (built["cache"], built["dockerfile_exists"], built["missing_dockerfiles"]) == (
        True,
        False,
        ["web/Dockerfile"],
    )


def test_an_image_of_a_composite_action_stands_where_the_action_is_used(pipeline: Collect) -> None:
    action = """\
runs:
  using: composite
  steps:
  - uses: docker/build-push-action@v6
    with: {push: true, tags: "registry.example/${{ inputs.name }}"}
"""
    (image,) = images(
        pipeline,
        """\
    steps:
    - run: make
    - uses: ./.github/actions/push
      with: {name: api}
""",
        {".github/actions/push/action.yml": action},
    )
    assert (image["at"]["path"].rpartition("/")[2], line_of(image)) == ("ci.yml", 9)
    assert (image["built"]["at"]["path"], line_of(image["built"])) == (".github/actions/push/action.yml", 4)


def test_an_expression_that_may_be_empty_names_no_dockerfile(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    env: {FILE: ""}
    steps:
    - uses: docker/build-push-action@v6
      with: {file: "${{ env.FILE }}", push: true, tags: registry.example/api}
""",
    )
    assert (image["built"]["dockerfile_exists"], image["built"]["missing_dockerfiles"]) == (None, [])


def test_a_build_and_its_push_in_another_step_are_one_image(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - run: |
        echo building
        docker build --build-arg A=1 -f a/Dockerfile \\
          -t $REGISTRY/api:${{ github.sha }} -t $REGISTRY/api:latest . 2>&1
    - name: Push
      run: |
        docker push $REGISTRY/api:${{ github.sha }}
        docker push $REGISTRY/api:latest
""",
    )
    assert (line_of(image), line_of(image["built"])) == (12, 10)
    assert (image["repositories"], image["tags"]) == (["registry.example/api"], ["${{ github.sha }}", "latest"])
    assert (image["built"]["cache"], image["built"]["context"], image["built"]["dockerfile"]) == (
        False,
        ".",
        "a/Dockerfile",
    )


def test_a_build_in_a_needed_job_belongs_to_the_push(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - run: docker build -t registry.example/a:1 .
  push:
    needs: build
    steps:
    - run: docker push registry.example/a:1
""",
    )
    assert (line_of(image), image["job"], line_of(image["built"])) == (12, "push", 8)


def test_an_image_that_nobody_pushes_is_told_apart(pipeline: Collect) -> None:
    (image,) = images(
        pipeline, "    steps:\n    - uses: docker/build-push-action@v6\n      with: {push: false, tags: test}\n"
    )
    assert (image["pushed"], line_of(image)) == (False, 8)


@pytest.mark.parametrize(
    ("command", "cache"),
    [
        ("docker build -t a .", False),
        ("docker buildx build --push -t a .", False),
        ("docker buildx build --push --cache-from type=gha -t a .", True),
        ("docker buildx build --push --cache-to=type=inline -t a .", True),
    ],
)
def test_layers_are_cached_or_not(pipeline: Collect, command: str, cache: bool) -> None:
    (image,) = images(pipeline, f"    steps:\n    - run: {command}\n")
    assert image["built"]["cache"] is cache


def test_step_outputs_and_shell_variables_are_followed(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - id: meta
      run: |
        TAG="${{ github.ref_name }}-${{ github.sha }}"
        echo "image=${{ env.REGISTRY }}/api:$TAG" >> $GITHUB_OUTPUT
        echo "EXTRA=registry.example/extra:1" >> "$GITHUB_ENV"
    - uses: docker/build-push-action@v6
      with:
        push: true
        tags: ${{ steps.meta.outputs.image }},${{ env.EXTRA }}
""",
    )
    assert image["repositories"] == ["registry.example/api", "registry.example/extra"]
    assert image["tags"] == ["${{ github.ref_name }}-${{ github.sha }}", "1"]


def test_metadata_action_gives_repositories(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - id: meta
      uses: docker/metadata-action@v5
      with: {images: registry.example/api, tags: type=sha}
    - uses: docker/build-push-action@v6
      with: {push: true, tags: '${{ steps.meta.outputs.tags }}'}
""",
    )
    assert (image["repositories"], image["immutable_tag"]) == (["registry.example/api"], True)


@pytest.mark.parametrize(
    ("trigger", "is_immutable"),
    [
        pytest.param("{push: {tags: ['v*']}}", True, id="git tags"),
        pytest.param("{release: {types: [published]}}", True, id="releases"),
        pytest.param("{push: {tags: ['v*'], branches: [main]}}", False, id="branches as well"),
        pytest.param("{push: {tags: ['v*']}, workflow_dispatch: {}}", False, id="by hand as well"),
        pytest.param("push", False, id="any push"),
    ],
)
def test_the_name_of_the_ref_is_another_in_each_run_for_git_tags(
    pipeline: Collect, trigger: str, is_immutable: bool
) -> None:
    script = "docker build --push -t registry.example/api:${{ github.ref_name }} ."
    text = HEAD.replace("on: push", f"on: {trigger}") + f"    steps:\n    - run: {script}\n"
    (image,) = pipeline(text)["images"]
    assert (image["tags"], image["immutable_tag"]) == (["${{ github.ref_name }}"], is_immutable)


def test_loops_over_services_are_expanded(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - run: |
        for service in api web; do
          docker build --push -t "$REGISTRY/$service:latest" "$service"
        done
""",
    )
    assert image["repositories"] == ["registry.example/api", "registry.example/web"]
    assert (image["tags"], image["immutable_tag"]) == (["latest"], False)


FOLLOWED = """\
    steps:
    - uses: docker/build-push-action@v6
      with: {push: true, tags: 'registry.example/a:1'}
    - uses: aquasecurity/trivy-action@0.28.0
      with: {image-ref: 'registry.example/a:1'}
    - run: trivy image --exit-code 1 registry.example/other:1
  scan:
    needs: build
    steps:
    - run: grype --fail-on high registry.example/a:1
    - run: trivy image --exit-code 1 "$SOMETHING"
      continue-on-error: true
    - run: syft registry.example/a:1
    - run: cosign sign --yes registry.example/a@${{ steps.x.outputs.digest }}
    - run: trivy image --exit-code 1 registry.example/a:1
      if: false
  elsewhere:
    steps:
    - run: trivy image --exit-code 1 registry.example/a:1
"""


def test_scans_are_found_in_the_job_and_along_its_needs(pipeline: Collect) -> None:
    (image,) = images(pipeline, FOLLOWED)
    scans = [
        (line_of(item), item["job"], item["can_fail"], item["same_image"], item["after_push"])
        for item in image["scanned_by"]
    ]
    assert scans == [(10, "build", False, True, True), (16, "scan", True, True, True), (17, "scan", False, None, True)]
    assert [line_of(item) for item in image["sbom_by"]] == [19]
    assert [line_of(item) for item in image["signed_by"]] == [20]


def test_a_scan_before_the_push_counts(pipeline: Collect) -> None:
    (image,) = images(
        pipeline,
        """\
    steps:
    - run: docker build -t a:1 .
    - run: trivy image --exit-code 1 a:1
    - run: docker push a:1
""",
    )
    assert [(item["can_fail"], item["after_push"]) for item in image["scanned_by"]] == [(True, False)]


def test_a_build_that_describes_itself_has_its_bill_of_materials(pipeline: Collect) -> None:
    (image,) = images(
        pipeline, "    steps:\n    - uses: docker/build-push-action@v6\n      with: {push: true, tags: a, sbom: true}\n"
    )
    assert [(line_of(item), item["same_image"]) for item in image["sbom_by"]] == [(8, True)]


def test_images_of_a_reusable_workflow_are_its_callers() -> None:
    facts = facts_of(
        {
            PATH: """\
                on: push
                jobs:
                  build: {uses: ./.github/workflows/build.yml, with: {service: api}}
                  scan:
                    needs: build
                    steps: [{run: trivy image --exit-code 1 registry.example/api:1}]
                """,
            ".github/workflows/build.yml": """\
                on: {workflow_call: {inputs: {service: {}}}}
                jobs:
                  push:
                    steps: [{run: 'docker build --push -t registry.example/${{ inputs.service }}:1 .'}]
                """,
        }
    )
    assert facts[".github/workflows/build.yml"]["images"] == []
    (image,) = facts[PATH]["images"]
    assert (image["at"]["path"], line_of(image), image["repositories"]) == (PATH, 3, ["registry.example/api"])
    assert image["built"]["at"]["path"] == ".github/workflows/build.yml"
    assert [item["job"] for item in image["scanned_by"]] == ["scan"]


def test_a_build_specification_is_a_pipeline() -> None:
    facts = facts_of(
        {
            "buildspec.yml": """\
                version: 0.2
                env: {variables: {REGISTRY: registry.example}}
                phases:
                  build:
                    commands:
                      - echo start
                      - |
                        SERVICES=("api" "web")
                        for service in "${SERVICES[@]}"; do
                          IMAGE="$REGISTRY/$service:latest"
                          if docker buildx build --push -f "$service/Dockerfile" -t "$IMAGE" .; then
                            echo ok
                          else
                            FAILED=1
                          fi
                        done
                        exit $FAILED
                """,
            "other/buildspec.yml": "just: text",
        }
    )
    fact = facts["buildspec.yml"]
    assert list(facts) == ["buildspec.yml"]
    assert (fact["system"], fact["disabled"], [job["id"] for job in fact["jobs"]]) == ("codebuild", None, ["build"])
    (image,) = fact["images"]
    assert (line_of(image), line_of(image["built"])) == (11, 11)
    assert image["repositories"] == ["registry.example/api", "registry.example/web"]
    assert image["built"]["missing_dockerfiles"] == ["api/Dockerfile", "web/Dockerfile"]
    assert fact["jobs"][0]["steps"][1]["can_fail"] is True
