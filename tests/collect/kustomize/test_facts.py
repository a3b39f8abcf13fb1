from __future__ import annotations

from typing import Any

import pytest

WEB = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: 1
      template:
        spec:
          containers: [{name: web, image: "shop/web:1.0"}]
    """
CM = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: settings, namespace: shop}
    data: {a: b}
    """
BASE = {"base/kustomization.yaml": "resources: [web.yaml]\n", "base/web.yaml": WEB}


def places(entries: Any) -> list[tuple[Any, ...]]:
    """Entries as tuples, their place as file and line."""
    found = []
    for entry in entries:
        values = [value for key, value in entry.items() if key not in {"at", "overridden"}]
        found.append((*values, f"{entry['at']['path']}:{entry['at']['line']}"))
    return found


def test_everything_that_a_kustomization_names(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "prod/kustomization.yaml": """
                bases:
                - ../base
                patchesStrategicMerge:
                - gone.yaml
                patches:
                - patch: |-
                    - {op: add, path: /a, value: b}
                  target: {kind: Nothing}
                images:
                - name: shop/web
                  newTag: 2
                - name: shop/api
                  newName: other/api
                commonLabels:
                  app: shop
                labels:
                - pairs: {tier: front}
                  includeSelectors: true
                - pairs: {owner: me}
                configMapGenerator:
                - name: made
                  literals: [B=1, A=2]
                resourcess: []
                """,
        }
    )
    fact = facts_of(repository.collect(), "KustomizeBuild")["prod"]
    path = "prod/kustomization.yaml"

    assert (fact["component"], fact["environment"], fact["name"], fact["builds"]) == (False, True, "prod", False)
    assert places(fact["references"]) == [
        ("bases", "base", True, "directory", f"{path}:2"),
        ("patchesStrategicMerge", "prod/gone.yaml", False, None, f"{path}:4"),
        ("patches", "inline", True, "inline", f"{path}:6"),
    ]
    assert places(fact["deprecated_fields"]) == [
        ("bases", "resources", f"{path}:1"),
        ("patchesStrategicMerge", "patches", f"{path}:3"),
        ("commonLabels", "labels", f"{path}:14"),
    ]
    assert places(fact["unknown_fields"]) == [("resourcess", "resources", f"{path}:23")]
    assert places(fact["unmatched_patches"]) == [("kind=Nothing", f"{path}:8")]
    assert places(fact["unmatched_images"]) == [("shop/api", f"{path}:12")]
    assert places(fact["common_label_selectors"]) == [("app", f"{path}:15"), ("tier", f"{path}:17")]
    assert places(fact["generated"]) == [("ConfigMap", "made", "create", ["A", "B"], f"{path}:21")]
    assert places(fact["images"]) == [
        ("shop/web", None, "2", None, f"{path}:10"),
        ("shop/api", "other/api", None, None, f"{path}:12"),
    ]


@pytest.mark.parametrize(
    ("resources", "labels"),
    [
        pytest.param("[web.yaml]", ["app"], id="a workload"),
        pytest.param("[account.yaml]", [], id="nothing with a selector"),
        pytest.param("[account.yaml, gone.yaml]", ["app"], id="what is not known"),
    ],
)
def test_labels_get_into_selectors_where_there_are_any(
    repository: Any, facts_of: Any, resources: str, labels: list[str]
) -> None:
    account = "{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}"
    kustomization = f"resources: {resources}\ncommonLabels: {{app: a}}\n"
    repository.write({"a/kustomization.yaml": kustomization, "a/account.yaml": account, "a/web.yaml": WEB})
    fact = facts_of(repository.collect(), "KustomizeBuild")["a"]

    assert [entry["label"] for entry in fact["common_label_selectors"]] == labels


def test_who_refers_to_a_base(repository: Any, facts_of: Any) -> None:
    repository.write(
        {**BASE, "a/kustomization.yaml": "resources: [../base]\n", "b/kustomization.yaml": "resources:\n- ../base\n"}
    )
    facts = facts_of(repository.collect(), "KustomizeBuild")

    assert places(facts["base"]["referred_by"]) == [("a", "a/kustomization.yaml:1"), ("b", "b/kustomization.yaml:2")]
    assert (facts["base"]["environment"], facts["base"]["name"], facts["base"]["builds"]) == (False, None, True)


def test_a_patch_that_overrides_images_is_seen(repository: Any, facts_of: Any) -> None:
    patch = WEB.replace("shop/web:1.0", "registry.example/shop/web:9")
    repository.write(
        {
            **BASE,
            "prod/kustomization.yaml": """
                resources: [../base]
                patches: [{path: patch.yaml}]
                images:
                - {name: shop/web, newName: registry.example/shop/web, newTag: "7"}
                """,
            "prod/patch.yaml": patch,
        }
    )
    fact = facts_of(repository.collect(), "KustomizeBuild")["prod"]

    assert places(fact["image_overrides"]) == [("shop/web", "Deployment web", "patch", "9", "prod/patch.yaml:8")]
    assert fact["image_overrides"][0]["overridden"]["at"]["line"] == 4


def test_images_that_override_a_patch_are_seen(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "prod/kustomization.yaml": """
                resources: [../base]
                patches: [{path: patch.yaml}]
                images:
                - name: shop/web
                  newTag: "7"
                """,
            "prod/patch.yaml": WEB.replace("1.0", "9"),
        }
    )
    fact = facts_of(repository.collect(), "KustomizeBuild")["prod"]

    assert places(fact["image_overrides"]) == [
        ("shop/web", "Deployment web", "images", "7", "prod/kustomization.yaml:5")
    ]


def test_a_patch_of_something_else_overrides_no_image(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "prod/kustomization.yaml": """
                resources: [../base]
                patches:
                - target: {kind: Deployment}
                  patch: '[{"op": "replace", "path": "/spec/replicas", "value": 2}]'
                images: [{name: shop/web, newTag: "7"}]
                """,
        }
    )

    assert facts_of(repository.collect(), "KustomizeBuild")["prod"]["image_overrides"] == []


def test_overlays_are_compared_in_counts(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "a/kustomization.yaml": "resources: [../base]\nnamespace: a\n",
            "b/kustomization.yaml": "resources: [../base]\nnamespace: b\ncommonAnnotations: {x: z}\n",
            "c/kustomization.yaml": "resources: [../base, cm.yaml]\nreplicas: [{name: web, count: 3}]\n",
            "c/cm.yaml": CM,
        }
    )
    facts = facts_of(repository.collect(), "OverlayDifference")

    assert {name: fact["same"] for name, fact in facts.items()} == {"a..b": True, "a..c": False, "b..c": False}
    assert facts["a..c"]["objects"] == {"first": 0, "second": 1, "both": 1}
    assert (facts["a..c"]["differing_objects"], facts["a..c"]["differing_fields"]) == (1, 1)
    assert (facts["a..b"]["base"], facts["a..b"]["rendered"]) == ("base", True)


def test_overlays_that_do_not_build_are_compared_as_followed(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "a/kustomization.yaml": "resources: [../base]\n",
            "b/kustomization.yaml": "resources: [../base]\npatches: [{path: gone.yaml}]\n",
        }
    )
    fact = facts_of(repository.collect(), "OverlayDifference")["a..b"]

    assert (fact["same"], fact["rendered"]) == (True, False)
    assert [overlay["builds"] for overlay in fact["overlays"]] == [True, False]


def test_manifests_that_nothing_refers_to(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            **BASE,
            "base/forgotten.yaml": CM,
            "base/below/cm.yaml": CM,
            "base/below/values.yaml": "a: b\n",
            "base/below/chart.yaml": "apiVersion: v2\nname: chart\n",
            "elsewhere/cm.yaml": CM,
        }
    )
    facts = facts_of(repository.collect(), "UnusedManifest")

    assert {name: places(fact["objects"]) for name, fact in facts.items()} == {
        "base/below/cm.yaml": [("ConfigMap", "settings", "base/below/cm.yaml:2")],
        "base/forgotten.yaml": [("ConfigMap", "settings", "base/forgotten.yaml:2")],
    }


def test_below_a_kustomization_in_the_root_everything_counts(repository: Any, facts_of: Any) -> None:
    repository.write({"kustomization.yaml": "resources: [used.yaml]\n", "used.yaml": CM, "a/b/cm.yaml": CM})
    assert list(facts_of(repository.collect(), "UnusedManifest")) == ["a/b/cm.yaml"]


def test_an_object_defined_in_one_environment_twice(repository: Any, facts_of: Any) -> None:
    repository.write(
        {"app/kustomization.yaml": "resources: [one.yaml, two.yaml]\n", "app/one.yaml": CM, "app/two.yaml": CM}
    )
    [fact] = facts_of(repository.collect(), "DuplicateObject").values()

    assert (fact["metadata"]["name"], fact["scope"]) == ("ConfigMap shop/settings", "environment")
    assert places(fact["objects"]) == [(["app"], "app/one.yaml:2"), (["app"], "app/two.yaml:2")]


def test_an_object_defined_twice_in_the_repository(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            "app/kustomization.yaml": "resources: [one.yaml]\nnamespace: shop\n",
            "app/one.yaml": CM.replace(", namespace: shop", ""),
            "loose/two.yaml": CM,
            "other/three.yaml": CM.replace("namespace: shop", "namespace: another"),
        }
    )
    [fact] = facts_of(repository.collect(), "DuplicateObject").values()

    assert fact["scope"] == "repository"
    assert fact["object"] == {"group": "", "kind": "ConfigMap", "namespace": "shop", "name": "settings"}
    assert places(fact["objects"]) == [(["app"], "app/one.yaml:2"), ([], "loose/two.yaml:2")]


def test_an_object_of_a_shared_base_is_defined_once(repository: Any, facts_of: Any) -> None:
    repository.write(
        {**BASE, "a/kustomization.yaml": "resources: [../base]\n", "b/kustomization.yaml": "resources: [../base]\n"}
    )

    assert facts_of(repository.collect(), "DuplicateObject") == {}


def test_a_fact_is_located_at_the_deepest_place(repository: Any) -> None:
    repository.write({"app/kustomization.yaml": "# first\nresources:\n- gone.yaml\n"})
    [fact] = [fact for fact in repository.collect().facts if fact.contents["kind"] == "KustomizeBuild"]

    assert repository.lines(fact, "error", "message") == [("app/kustomization.yaml", "- gone.yaml")]
    assert repository.lines(fact, "references", 0, "target") == [("app/kustomization.yaml", "- gone.yaml")]
    assert repository.lines(fact, "builds") == [("app/kustomization.yaml", "resources:")]
