"""Which files hold Kubernetes objects."""

from __future__ import annotations

import pytest

from nova_policy.collect.limits import Limits
from nova_policy.collect.manifests import (
    carries_objects,
    illustrates,
    is_kustomization,
    is_template,
    may_be_manifest,
    read_manifest,
)
from nova_policy.model import Json, Location


def names(text: str) -> list[Json]:
    manifest = read_manifest("a.yaml", text.encode(), Limits())
    return [document.contents["metadata"]["name"] for document in manifest.objects]  # type: ignore[index,call-overload]


def test_each_document_and_each_item_of_a_list_is_an_object() -> None:
    text = """\
apiVersion: v1
kind: Service
metadata: {name: a}
--- # second
apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: ConfigMap, metadata: {name: b}}
- apiVersion: v1
  kind: RoleList
  items:
  - {apiVersion: v1, kind: Role, metadata: {name: c}}
---
just: data
"""
    assert names(text) == ["a", "b", "c"]


def test_an_item_of_a_list_is_located_in_its_file() -> None:
    item = "- apiVersion: v1\n  kind: Service\n  metadata:\n    name: a\n  spec: {x: 1}\n"
    text = f"apiVersion: v1\nkind: List\nitems:\n{item}"
    (document,) = read_manifest("a.yaml", text.encode(), Limits()).objects
    assert document.locator.locate(("metadata", "name")) == (Location("a.yaml", 7, 5), Location("a.yaml", 5, 3))


def test_nulls_are_absent_as_they_are_to_the_api_server() -> None:
    (document,) = read_manifest(
        "a.yaml", b"apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n", Limits()
    ).objects
    assert document.contents == {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}


@pytest.mark.parametrize(
    ("text", "carries"),
    [
        ("apiVersion: v1\nkind: Service\n", True),
        ('{"apiVersion": "v1", "kind": "Service"}', True),
        ('{\n  "apiVersion": "v1",\n  "kind": "Service"\n}', True),
        ("kind: Service\n", False),
        ("- name: kind\n  apiVersions: 3\n", False),
    ],
)
def test_objects_are_told_from_other_yaml_without_parsing(text: str, *, carries: bool) -> None:
    assert carries_objects(text.encode()) is carries


def test_names_of_manifests_and_kustomizations() -> None:
    assert may_be_manifest("a/b.yml")
    assert may_be_manifest("a/Kustomization")
    assert not may_be_manifest("a/b.yaml.example")
    assert not may_be_manifest(".github/workflows/deploy.yaml")
    assert may_be_manifest(".github/cluster/gateway.yaml")
    assert is_kustomization("a/kustomization.yaml")
    assert not is_kustomization("a/my-kustomization.yaml")


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("kind: Service\nmetadata:\n  name: {{ .Values.name }}\n", True),
        ("{{- if .Values.on }}\nkind: Service\n{{- end }}\n", True),
        ("spec:\n  text: 'value is {{ $value }} now'\n", False),
        ("spec: [\n", False),
    ],
)
def test_templates_of_other_tools_are_told_from_broken_manifests(text: str, *, template: bool) -> None:
    assert is_template(text.encode()) is template


@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("tests/pod.yaml", True),
        ("app/testdata/pod.yaml", True),
        ("app/test_data/pod.yaml", True),
        ("app/fake/data/pod.yaml", True),
        ("app/fixture/pod.yaml", True),
        ("example/pod.yaml", True),
        ("k8s/pod.example.yaml", True),
        ("k8s/tests/pod.yaml", False),
        ("k8s/base/fakery.yaml", False),
        ("k8s/pod.yaml", False),
    ],
)
def test_fixtures_and_examples_are_known_by_their_path(path: str, is_one: bool) -> None:
    assert illustrates(path) is is_one
