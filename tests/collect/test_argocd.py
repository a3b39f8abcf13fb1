from __future__ import annotations

from typing import Any

from nova_policy.collect.argocd import argo_applications
from tests.collect.file_trees import contents_of, files_of, line_of, manifests_of

APPLICATIONS = """\
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: staging, namespace: argocd}
spec:
  source:
    repoURL: https://example.com/repo
    targetRevision: main
    path: k8s/overlays/staging
  destination: {server: https://kubernetes.default.svc, namespace: nova}
  syncPolicy: {automated: {}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: two}
spec:
  sources:
  - {repoURL: https://charts.example.com, chart: redis, targetRevision: 1.0.0}
  - repoURL: https://example.com/repo
    path: k8s/gone
  - repoURL: https://example.com/repo
    path: k8s/plain
    directory: {recurse: true}
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: fleet, namespace: argocd}
spec:
  template:
    spec:
      source: {repoURL: https://example.com/repo, path: 'k8s/{{env}}'}
---
apiVersion: example.com/v1
kind: Application
metadata: {name: other}
"""


def applications() -> list[Any]:
    files = files_of(
        {
            "argo/apps.yaml": APPLICATIONS,
            "k8s/overlays/staging/kustomization.yaml": "resources: []\n",
            "k8s/plain/deep/a.yaml": "x: 1\n",
        }
    )
    objects = [item for manifest in manifests_of(files).values() for item in manifest.objects]
    return [contents_of(document) for document in argo_applications(objects, files)]


def test_an_application_points_into_the_repository() -> None:
    first = applications()[0]
    (source,) = first["sources"]
    assert (first["metadata"]["name"], first["automated"], line_of(first)) == ("argocd/staging", True, 2)
    assert (source["path_exists"], source["has_kustomization"], source["has_manifests"]) == (True, True, True)
    assert (line_of(source), source["own_repository"], source["revision"]) == (8, True, "main")
    assert first["destination"]["namespace"] == "nova"


def test_charts_missing_paths_and_recursion() -> None:
    chart, gone, plain = applications()[1]["sources"]
    assert (chart["chart"], chart["path_exists"], line_of(chart)) == ("redis", None, 17)
    assert (gone["path_exists"], gone["has_kustomization"], gone["has_manifests"], line_of(gone)) == (
        False,
        False,
        False,
        19,
    )
    assert (plain["path_exists"], plain["has_kustomization"], plain["has_manifests"]) == (True, False, True)


def test_templates_of_a_set_are_not_resolved() -> None:
    fleet = applications()[2]
    assert (fleet["application_set"], fleet["sources"][0]["path"], fleet["sources"][0]["path_exists"]) == (
        True,
        "k8s/{{env}}",
        None,
    )


def test_other_kinds_are_none() -> None:
    assert len(applications()) == 3
