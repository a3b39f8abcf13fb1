# ruff: noqa: E501 - a case is a line
"""What does not build is a fact, at the place that breaks it; the real kustomize is the judge."""

from __future__ import annotations

from typing import Any

import pytest

WEB = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          containers: [{name: web, image: a}]
    """
CM = """
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a}
    data: {password: hunter2}
    """
SECRET = "hunter2"
CASES: list[Any] = [
    ("a missing file", "resources:\n- web.yaml\n- missing.yaml\n", 3, "resources: missing.yaml does not exist"),
    ("a missing folder", "resources:\n- web.yaml\nbases:\n- ./gone/\n", 4, "bases: gone does not exist"),
    ("a folder without kustomization", "resources:\n- folder\n", 2, "resources: folder has no kustomization file"),
    ("a file of another folder", "resources:\n- app\n", 2, "resources: app does not build"),
    ("a missing patch", "resources: [web.yaml]\npatches:\n- path: gone.yaml\n", 3, "patches: gone.yaml does not exist"),
    ("a missing env file", "configMapGenerator:\n- name: a\n  envs:\n  - gone.env\n", 4, "configMapGenerator: gone.env does not exist"),
    ("a misspelt field", "resourcess:\n- web.yaml\n", 1, "kustomize knows no field resourcess; the nearest field is resources"),
    ("a misspelt inner field", "resources: [web.yaml]\nimages:\n- name: a\n  newTagg: b\n", 4, "kustomize knows no field newTagg"),
    ("an object twice", "resources:\n- cm.yaml\n- same.yaml\n", 3, "resources: ConfigMap a is defined twice"),
    ("a patch without target", "resources: [web.yaml]\npatchesStrategicMerge:\n- cm.yaml\n", 3, "patchesStrategicMerge: no resource is ConfigMap a"),
    ("an inline patch without target", "resources: [web.yaml]\npatches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: x}\n", 3, "patches: no resource is Service x"),
    ("nothing to merge with", "configMapGenerator:\n- name: a\n  behavior: merge\n  literals: [x=hunter2]\n", 2, "configMapGenerator: a has behavior merge, but there is no such ConfigMap without a namespace"),
    ("generated twice", "resources: [cm.yaml]\nconfigMapGenerator:\n- name: a\n  literals: [x=hunter2]\n", 3, "configMapGenerator: a ConfigMap a exists already"),
    ("replicas of nobody", "resources: [web.yaml]\nreplicas:\n- {name: nobody, count: 2}\n", 3, "replicas: no Deployment, StatefulSet or other workload is named nobody"),
    ("a JSON patch to nowhere", "resources: [web.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: '[{\"op\": \"replace\", \"path\": \"/spec/gone/deep\", \"value\": \"hunter2\"}]'\n", 4, "patches: in Deployment web /spec/gone/deep does not exist"),
    ("a JSON patch without target", "resources: [web.yaml]\npatches:\n- patch: '[{\"op\": \"add\", \"path\": \"/spec/paused\", \"value\": true}]'\n", 3, "patches: a JSON patch needs a target"),
    ("a component as a resource", "resources:\n- component\n", 2, "resources: component is a Component and belongs under components"),
    ("a resource as a component", "resources: [web.yaml]\ncomponents:\n- plain\n", 3, "components: plain holds no Component"),
    ("an empty kustomization", "# nothing\n", 1, "the kustomization is empty"),
    ("no kind", "resources:\n- kindless.yaml\n", 1, "an object in kindless.yaml has no kind"),
    ("a literal without sign", "configMapGenerator:\n- name: a\n  literals: [hunter2]\n", 1, "a literal is not written as key=value"),
    ("neither kind of patch", "resources: [web.yaml]\npatches:\n- target: {kind: Deployment}\n  patch: 'hunter2: 1'\n", 1, "a patch is neither a strategic-merge nor a JSON patch"),
    ("no field to replace", "resources: [web.yaml, cm.yaml]\nreplacements:\n- source: {kind: ConfigMap, fieldPath: data.password}\n  targets: [{select: {kind: Deployment}, fieldPaths: [spec.gone]}]\n", 1, "replacements: no field spec.gone in a target"),
]  # fmt: skip


@pytest.mark.parametrize(("kustomization", "line", "message"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_the_breaking_reference_is_named(
    repository: Any, facts_of: Any, kustomization: str, line: int, message: str
) -> None:
    repository.write(
        {
            "web.yaml": WEB,
            "cm.yaml": CM,
            "same.yaml": CM,
            "kindless.yaml": "metadata: {name: a}\n",
            "folder/notes.txt": "x\n",
            "app/kustomization.yaml": "resources: [../web.yaml]\n",
            "plain/kustomization.yaml": "resources: []\nnamePrefix: x\n",
            "component/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnamePrefix: x\n",
        }
    )
    (repository.root / "kustomization.yaml").write_text(kustomization)
    result = repository.collect()

    fact = facts_of(result, "KustomizeBuild")["."]
    assert fact["builds"] is False
    assert (fact["error"]["message"], fact["error"]["at"]["line"]) == (message, line)
    assert fact["error"] in fact["faults"]
    assert SECRET not in repr([fact["error"], fact["faults"], result.problems])
    assert [problem for problem in result.problems if problem.code.startswith("NOVA-K")] == []


def test_all_independent_faults_are_listed(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            "base/kustomization.yaml": "resources: [cm.yaml, web.yaml]\nnamespace: space\n",
            "base/cm.yaml": CM.replace("name: a", "name: a, namespace: space"),
            "base/web.yaml": WEB,
            "prod/kustomization.yaml": """
                bases:
                - ../base
                patchesStrategicMerge:
                - web-patch.yaml
                - gone.yaml
                - gone-too.yaml
                configMapGenerator:
                - name: a
                  behavior: merge
                  literals: [x=y]
                """,
            "prod/web-patch.yaml": WEB.replace("name: web", "name: other", 1),
        }
    )
    fact = facts_of(repository.collect(), "KustomizeBuild")["prod"]

    assert fact["error"]["at"]["line"] == 8
    assert [(fault["at"]["line"], fault["message"].partition(":")[0]) for fault in fact["faults"]] == [
        (4, "patchesStrategicMerge"),
        (5, "patchesStrategicMerge"),
        (6, "patchesStrategicMerge"),
        (8, "configMapGenerator"),
    ]
    assert [(patch["target"], patch["at"]["path"]) for patch in fact["unmatched_patches"]] == [
        ("Deployment other", "prod/web-patch.yaml")
    ]


def test_a_base_that_builds_is_known_although_its_overlay_fails(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            "base/kustomization.yaml": "resources: [web.yaml]\n",
            "base/web.yaml": WEB,
            "broken/kustomization.yaml": "resources: [gone.yaml]\n",
            "good/kustomization.yaml": "resources: [../base]\n",
            "prod/kustomization.yaml": "resources: [../base, ../broken]\n",
        }
    )
    result = repository.collect()

    builds = {name: fact["builds"] for name, fact in facts_of(result, "KustomizeBuild").items()}
    assert builds == {"base": True, "broken": False, "good": True, "prod": False}
    fact = facts_of(result, "KustomizeBuild")["prod"]
    assert [fault["message"] for fault in fact["faults"]] == ["resources: broken does not build"]
    assert result.rendered == {"base/web.yaml"}
    assert [environment.name for environment in result.environments] == ["good"]


def test_what_is_missing_is_not_blamed_twice(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            "kustomization.yaml": "resources: [gone.yaml]\nreplicas: [{name: web, count: 2}]\nimages: [{name: a, newTag: b}]\n"
        }
    )
    fact = facts_of(repository.collect(), "KustomizeBuild")["."]

    assert [fault["message"] for fault in fact["faults"]] == ["resources: gone.yaml does not exist"]
    assert fact["unmatched_images"] == []
