from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.kustomize import KustomizeResult
from nova_policy.memory import Memory

CANARY = "canary-hunter2"
TREE = {
    "base/kustomization.yaml": """
        resources: [web.yaml, secret.yaml]
        configMapGenerator:
        - {name: settings, envs: [settings.env], options: {disableNameSuffixHash: true}}
        """,
    "base/settings.env": "ONE=one\n",
    "base/web.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, labels: null}
        spec:
          template:
            spec:
              containers: [{name: web, image: a}]
        """,
    "base/secret.yaml": f"""
        apiVersion: v1
        kind: Secret
        metadata: {{name: keys}}
        stringData: {{password: {CANARY}}}
        """,
    "dev/kustomization.yaml": """
        resources: [../base]
        namespace: dev
        patches: [{path: patch.yaml}]
        """,
    "dev/patch.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {replicas: 2}
        """,
    "broken/kustomization.yaml": f"""
        resources: [../base]
        secretGenerator:
        - {{name: absent, behavior: merge, literals: [PASSWORD={CANARY}]}}
        """,
}

Collect = Callable[..., KustomizeResult]


@pytest.fixture
def program(kustomize: tuple[str, ...], tmp_path: Path) -> Path:
    """A kustomize of our own, which can be made unusable without becoming another program."""
    return Path(shutil.copy2(kustomize[0], tmp_path / "kustomize"))


@pytest.fixture
def collect(repository: Any, kustomize: tuple[str, ...], program: Path, tmp_path: Path) -> Collect:
    """Collect with what earlier runs left; *started* says whether kustomize can be started."""

    def run(*, started: bool) -> KustomizeResult:
        program.chmod(0o755 if started else 0)
        memory = Memory(tmp_path / "memory", repository.root, "builds", "1")
        result: KustomizeResult = repository.collect(kustomize=(str(program), *kustomize[1:]), memory=memory)
        return result

    return run


def seen(result: KustomizeResult) -> Any:
    """All that a run sees of a result."""
    documents = [
        (environment.name, document.path, list(contents.items()), document.locator.locate(("spec", "replicas")))
        for environment in result.environments
        for document in environment.documents
        for contents in (document.contents,)
        if isinstance(contents, dict)
    ]
    return documents, [fact.contents for fact in result.facts], result.rendered, result.patches, result.problems


def test_what_is_known_is_not_built_again(repository: Any, collect: Collect, tmp_path: Path) -> None:
    repository.write(TREE)
    first = collect(started=True)

    assert [(e.name, len(e.documents)) for e in first.environments] == [("dev", 3)]
    [kept] = (tmp_path / "memory").iterdir()
    written = kept.stat().st_mtime_ns
    assert seen(collect(started=False)) == seen(first)
    # What was recalled is remembered for the run after, and not written anew.
    assert seen(collect(started=False)) == seen(first)
    assert kept.stat().st_mtime_ns == written


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        pytest.param({"base/settings.env": "ONE=two\n"}, "two", id="an input of a generator"),
        pytest.param(
            {"base/web.yaml": TREE["base/web.yaml"].replace("image: a", "image: two")}, "two", id="a resource"
        ),
        pytest.param(
            {"dev/patch.yaml": TREE["dev/patch.yaml"].replace("replicas: 2", "replicas: 33")}, "33", id="a patch"
        ),
        pytest.param(
            {"dev/kustomization.yaml": TREE["dev/kustomization.yaml"].replace("namespace: dev", "namespace: two")},
            "two",
            id="a kustomization",
        ),
    ],
)
def test_what_has_changed_is_built(repository: Any, collect: Collect, change: dict[str, str], shown: str) -> None:
    repository.write(TREE)
    collect(started=True)
    repository.write(change)
    after = collect(started=True)

    assert shown in str([document.contents for document in after.environments[0].documents])
    assert seen(after) == seen(repository.collect())


def test_a_build_that_failed_is_tried_again_when_what_was_missing_is_there(repository: Any, collect: Collect) -> None:
    late = "late: [one]\n"
    repository.write({"dev/kustomization.yaml": "resources: [web.yaml]\n"})
    assert not collect(started=True).environments
    assert collect(started=False).problems == ()

    repository.write({"dev/web.yaml": TREE["base/web.yaml"], "dev/other.yaml": late})
    assert [e.name for e in collect(started=True).environments] == ["dev"]


def test_following_must_yield_what_was_rendered(
    repository: Any, collect: Collect, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write(TREE)
    collect(started=True)
    monkeypatch.setattr("nova_policy.collect.kustomize.known_builds._fingerprint", lambda _basis, _objects: "other")

    assert {problem.code for problem in collect(started=False).problems} == {"NOVA-B02"}


def test_another_program_builds_anew(repository: Any, collect: Collect, program: Path) -> None:
    repository.write(TREE)
    collect(started=True)
    with program.open("ab") as file:
        file.write(b"\0")

    assert {problem.code for problem in collect(started=False).problems} == {"NOVA-B02"}


def test_what_kustomize_renders_otherwise_than_we_follow_is_built_each_time(repository: Any, collect: Collect) -> None:
    hashed = TREE["base/kustomization.yaml"].replace(", options: {disableNameSuffixHash: true}", "")
    repository.write({**TREE, "base/kustomization.yaml": hashed})
    collect(started=True)

    assert {problem.code for problem in collect(started=False).problems} == {"NOVA-B02"}


def test_what_a_plugin_reads_is_not_known(repository: Any, collect: Collect) -> None:
    plugin = {
        "dev/kustomization.yaml": "resources: [web.yaml]\ntransformers: [labels.yaml]\n",
        "dev/web.yaml": TREE["base/web.yaml"],
        "dev/labels.yaml": """
            apiVersion: builtin
            kind: AnnotationsTransformer
            metadata: {name: a}
            annotations: {a: b}
            fieldSpecs: [{path: metadata/annotations, create: true}]
            """,
    }
    repository.write(plugin)
    assert len(collect(started=True).environments) == 1

    assert {problem.code for problem in collect(started=False).problems} == {"NOVA-B02"}


def test_no_value_of_a_secret_is_kept(repository: Any, collect: Collect, tmp_path: Path) -> None:
    repository.write(TREE)
    collect(started=True)
    kept = b"".join(path.read_bytes() for path in (tmp_path / "memory").iterdir())

    assert b"fingerprint" in kept
    assert b"error" in kept
    assert CANARY.encode() not in kept
    assert base64.b64encode(CANARY.encode()).rstrip(b"=")[:-1] not in kept
