"""What Skaffold deploys has the tag that it gives."""

from __future__ import annotations

from typing import Any

from nova_policy.collect.skaffold import built_images, joined, tagged
from nova_policy.model import Document, Environment
from tests.collect.file_trees import contents_of, files_of, manifests_of

TOGETHER = """\
apiVersion: skaffold/v3
kind: Config
manifests: {kustomize: {paths: [k8s/base, 7]}}
---
apiVersion: skaffold/v3
kind: Config
manifests: {rawYaml: [./k8s/load.yaml, "extra/*.yaml", {odd: 1}]}
"""
CONFIGURATION = """\
apiVersion: skaffold/v3
kind: Config
build: {artifacts: [{image: cart}, {image: web}, {context: src}, odd]}
"""


def images_after(skaffold: str, pod: str) -> Any:
    manifests = manifests_of(files_of({"skaffold.yaml": skaffold, "pod.yaml": pod}))
    documents = [document for path in sorted(manifests) for document in manifests[path].objects]
    (found, *_) = tagged(documents, built_images(documents))
    return contents_of(found)["spec"]


def test_an_image_that_it_builds_has_a_tag_and_another_has_none() -> None:
    pod = (
        "{apiVersion: v1, kind: Pod, "
        "spec: {initContainers: [{image: web}], containers: [{image: cart}, {image: redis}, 7]}}"
    )
    assert images_after(CONFIGURATION, pod) == {
        "initContainers": [{"image": "web:skaffold"}],
        "containers": [{"image": "cart:skaffold"}, {"image": "redis"}, 7],
    }


def test_an_image_with_a_tag_keeps_it() -> None:
    pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{image: cart:1}]}}"
    assert images_after(CONFIGURATION, pod) == {"containers": [{"image": "cart:1"}]}


def test_other_configurations_build_nothing() -> None:
    pod = "{apiVersion: v1, kind: Pod, spec: {containers: [{image: cart}]}}"
    other = CONFIGURATION.replace("skaffold/v3", "example.com/v1")
    assert images_after(other, pod) == {"containers": [{"image": "cart"}]}


def documents_of(tree: dict[str, str]) -> list[Document]:
    manifests = manifests_of(files_of(tree))
    return [document for path in sorted(manifests) for document in manifests[path].objects]


def test_what_it_applies_beside_a_build_belongs_to_that_environment() -> None:
    job = "{apiVersion: batch/v1, kind: Job}"
    names = ("a/extra/one.yaml", "a/extra/two.yaml", "a/k8s/load.yaml", "a/k8s/other.yaml", "extra/one.yaml")
    documents = documents_of({"a/skaffold.yaml": TOGETHER, **dict.fromkeys(names, job)})
    plain = [document for document in documents if document.path in names]
    environments = (Environment("base", "a/k8s/base", ()), Environment("other", "a/k8s/other", ()))

    after, rest = joined(environments, plain, documents)
    assert [(e.name, [(d.path, d.environment) for d in e.documents]) for e in after] == [
        ("base", [(path, "base") for path in names[:3]]),
        ("other", []),
    ]
    assert [document.path for document in rest] == [*names[3:]]


def test_where_it_builds_nothing_that_is_rendered_nothing_changes() -> None:
    documents = documents_of({"skaffold.yaml": TOGETHER, "k8s/load.yaml": "{apiVersion: batch/v1, kind: Job}"})
    plain = [document for document in documents if document.path == "k8s/load.yaml"]
    other = Environment("other", "k8s/other", ())

    assert joined((other,), plain, documents) == ((other,), tuple(plain))
