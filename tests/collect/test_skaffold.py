"""What Skaffold deploys has the tag that it gives."""

from __future__ import annotations

from typing import Any

from nova_policy.collect.skaffold import built_images, tagged
from tests.collect.file_trees import contents_of, files_of, manifests_of

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
