# ruff: noqa: E501 - a case is a line
"""What we follow is what kustomize makes: the same objects, value for value."""

from __future__ import annotations

from typing import Any

import pytest

POD = """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: db, annotations: {keep: this}}
    spec:
      replicas: 1
      selector: {matchLabels: {app: db}}
      template:
        metadata: {labels: {app: db}}
        spec:
          containers:
          - name: db
            image: registry.example:5000/db:1.0@sha256:abc
            args: [a, b]
            ports: [{containerPort: 1, protocol: TCP}, {containerPort: 1, protocol: UDP}, {containerPort: 2}]
            env: [{name: A, value: a}, {name: B, value: b}]
            volumeMounts: [{mountPath: /a, name: a}, {mountPath: /b, name: a}]
          - {name: side, image: side}
          initContainers: [{name: init, image: "side:1"}]
          tolerations: [{key: a}]
          topologySpreadConstraints:
          - {topologyKey: zone, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {app: db}}}
    """
OTHERS = """
    apiVersion: v1
    kind: List
    items:
    - apiVersion: v1
      kind: Service
      metadata: {name: db}
      spec: {ports: [{port: 1, name: one}, {port: 2}], selector: {app: db}}
    - apiVersion: example.com/v1
      kind: Custom
      metadata: {name: db}
      spec: {containers: [{name: a, image: "side:1"}], list: [{name: a, x: 1}, {name: b}]}
    - apiVersion: rbac.authorization.k8s.io/v1
      kind: RoleBinding
      metadata: {name: db}
      subjects: [{kind: ServiceAccount, name: default, namespace: old}]
    - apiVersion: v1
      kind: Namespace
      metadata: {name: old}
    - apiVersion: batch/v1
      kind: CronJob
      metadata: {name: nightly}
      spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, image: side}]}}}}}
    - apiVersion: networking.k8s.io/v1
      kind: NetworkPolicy
      metadata: {name: db}
      spec: {podSelector: {matchLabels: {app: db}}, ingress: [{ports: [{port: 1}]}]}
    """
HEAD = "apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: db}\n"


def patch(spec: str) -> str:
    """A kustomization with one strategic-merge patch of the StatefulSet's pod."""
    text = f"{HEAD}spec: {{template: {{spec: {spec}}}}}"
    return "patches:\n- patch: |-\n" + "".join(f"    {line}\n" for line in text.splitlines())


def operations(*entries: str, target: str = "{kind: StatefulSet}") -> str:
    """A kustomization with one JSON patch."""
    return f"patches:\n- target: {target}\n  patch: |-\n" + "".join(f"    - {entry}\n" for entry in entries)


CASES = {
    "nothing": "",
    "containers": patch("{containers: [{name: side, image: x}, {name: new, image: y}, {name: db, args: [c]}]}"),
    "ports with protocol": patch("{containers: [{name: db, ports: [{containerPort: 1, protocol: UDP, name: u}]}]}"),
    "variables": patch("{containers: [{name: db, env: [{name: B, value: x}, {name: C, value: c}]}]}"),
    "mounts": patch("{containers: [{name: db, volumeMounts: [{mountPath: /b, name: x}, {mountPath: /c, name: y}]}]}"),
    "a plain list": patch("{tolerations: [{key: b}]}"),
    "spread": patch("{topologySpreadConstraints: [{topologyKey: zone, whenUnsatisfiable: DoNotSchedule, maxSkew: 1}]}"),
    "an item deleted": patch("{containers: [{name: side, $patch: delete}]}"),
    "a list replaced": patch("{containers: [{$patch: replace}, {name: only, image: z}]}"),
    "a mapping replaced": patch("{securityContext: {$patch: replace, runAsUser: 1}}"),
    "a key deleted": patch("{tolerations: null}"),
    "an object deleted": "patches:\n- patch: |-\n    $patch: delete\n    apiVersion: v1\n    kind: Service\n    metadata: {name: db}\n",
    "a custom kind": "patches:\n- patch: |-\n    apiVersion: example.com/v1\n    kind: Custom\n    metadata: {name: db}\n    spec: {list: [{name: b, x: 2}]}\n",
    "service ports": "patches:\n- patch: |-\n    apiVersion: v1\n    kind: Service\n    metadata: {name: db}\n    spec: {ports: [{port: 2, name: two}, {port: 3, name: three}]}\n",
    "policy ports": "patches:\n- patch: |-\n    apiVersion: networking.k8s.io/v1\n    kind: NetworkPolicy\n    metadata: {name: db}\n    spec: {ingress: [{ports: [{port: 2}]}]}\n",
    "an annotation key": "patches:\n- patch: |-\n" + "".join(f"    {line}\n" for line in (HEAD.replace("name: db", "name: db, annotations: {keep: null, add: x}")).splitlines()),
    "any name": "patches:\n- target: {kind: Service|StatefulSet, name: d.}\n  patch: |-\n    apiVersion: x\n    kind: x\n    metadata: {name: whatever, labels: {a: b}}\n",
    "add and remove": operations("{op: add, path: /metadata/labels, value: {a: b}}", "{op: remove, path: /spec/template/spec/containers/1}"),
    "insert": operations("{op: add, path: /spec/template/spec/containers/0/args/1, value: x}", "{op: add, path: /spec/template/spec/containers/-, value: {name: z, image: z}}"),
    "move and copy": operations("{op: move, from: /spec/replicas, path: /spec/count}", "{op: copy, from: /spec/count, path: /spec/replicas}"),
    "escaped": operations("{op: add, path: /metadata/annotations/a~1b~0c, value: x}"),
    "a label selector": operations("{op: add, path: /spec/x, value: 1}", target="{kind: StatefulSet, labelSelector: '!nothing'}"),
    "an annotation selector": operations("{op: add, path: /spec/x, value: 1}", target="{kind: StatefulSet, annotationSelector: 'keep in (this, that)'}"),
    "namespace": "namespace: new\n",
    "affixes": "namePrefix: a-\nnameSuffix: -z\n",
    "labels": "labels:\n- pairs: {a: b}\n- pairs: {c: d}\n  includeTemplates: true\n- pairs: {e: f}\n  includeSelectors: true\n- pairs: {g: h}\n  fields: [{path: spec/extra, create: true, kind: Service}]\n",
    "common": "commonLabels: {a: b}\ncommonAnnotations: {c: d}\n",
    "claims": operations("{op: add, path: /spec/volumeClaimTemplates, value: [{metadata: {name: data}}]}") + "commonLabels: {a: b}\n",
    "images": "images:\n- {name: side, newTag: '2'}\n- {name: 'registry.example:5000/db', newName: other, digest: 'sha256:def'}\n",
    "tag and digest": "images:\n- {name: side, newTag: '2', digest: 'sha256:def'}\n- {name: 'registry.example:5000/db', newTag: '3'}\n",
    "replicas": "replicas:\n- {name: db, count: 5}\n",
    "generators": "generatorOptions: {disableNameSuffixHash: true, labels: {a: b}}\nconfigMapGenerator:\n- {name: a, literals: [x=1, 'y=\"2\"'], options: {annotations: {c: d}}}\nsecretGenerator:\n- {name: b, literals: [x=1], type: kubernetes.io/tls}\n",
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_same_objects_value_for_value(repository: Any, name: str) -> None:
    repository.write({"base/kustomization.yaml": "resources: [db.yaml, others.yaml]\n", "base/db.yaml": POD})
    repository.write({"base/others.yaml": OTHERS})
    place = repository.root / "top" / "kustomization.yaml"
    place.parent.mkdir()
    place.write_text("resources: [../base]\n" + CASES[name])
    result = repository.collect()

    [environment] = result.environments
    followed = [resource.tree.plain() for resource in repository.follower().follow("top").resources]
    rendered: list[Any] = [document.contents for document in environment.documents]
    assert {_key(tree): tree for tree in followed} == {_key(tree): tree for tree in rendered}
    assert result.problems == ()


def _key(contents: Any) -> tuple[str, str]:
    return contents["kind"], contents["metadata"]["name"]
