# ruff: noqa: E501 - a case is a line
"""Every rendered value leads to the line that set it. Lines are named by their text, which is unique in each file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

BASE = {
    "base/kustomization.yaml": """
        resources:
        - web.yaml
        - service.yaml
        namespace: base-space
        """,
    "base/web.yaml": """
        # A comment above.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          labels: {team: core}
        spec:
          replicas: 1 # base
          selector:
            matchLabels: {app: web}
          template:
            metadata:
              labels: {app: web}
            spec:
              containers:
              - name: web
                image: example/web:1.0
                ports:
                - containerPort: 8080 # http
                - containerPort: 9090 # metrics
                env:
                - name: LEVEL
                  value: info
                - name: SECRET_FROM
                  valueFrom:
                    configMapKeyRef: {name: settings, key: LEVEL}
                volumeMounts:
                - mountPath: /data
                  name: data
              - name: proxy
                image: example/proxy:2.0
              volumes:
              - name: data
                emptyDir: {}
        """,
    "base/service.yaml": """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports:
          - port: 80
            targetPort: 8080
        """,
}
POD = ("spec", "template", "spec")
WEB = (*POD, "containers", 0)


def overlay(kustomization: str, **files: str) -> dict[str, str]:
    """An overlay of BASE; `__` in a name stands for a dot."""
    named = {f"overlay/{name.replace('__', '.')}": text for name, text in files.items()}
    return {**BASE, "overlay/kustomization.yaml": kustomization, **named}


SMP = overlay(
    """
    resources: [../base]
    patches:
    - path: patch.yaml
    """,
    patch__yaml="""
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: 3 # patched
      template:
        spec:
          containers:
          - name: proxy
            image: example/proxy:3.0
          - name: added
            image: example/added:1.0
          - name: web
            env:
            - name: LEVEL
              value: debug
            - name: EXTRA
              value: one
            ports:
            - containerPort: 9090
              name: metrics
    """,
)
JSON_FILE = overlay(
    """
    resources: [../base]
    patches:
    - path: patch.json
      target: {kind: Deployment, name: w.*}
    """,
    patch__json="""
    [
      {"op": "replace", "path": "/spec/replicas",
       "value": 7},
      {"op": "add", "path": "/spec/template/spec/containers/0/env/-",
       "value": {"name": "ADDED",
                 "value": "two"}},
      {"op": "remove", "path": "/metadata/labels/team"}
    ]
    """,
)
JSON_INLINE = overlay(
    """
    resources: [../base]
    patches:
    - target:
        labelSelector: team=core
      patch: |-
        - op: replace
          path: /spec/replicas
          value: 5
        - op: add
          path: /spec/template/spec/containers/0/resources
          value:
            limits:
              memory: 64Mi
    - target: {kind: Service}
      patch: '[{"op": "replace", "path": "/spec/ports/0/port", "value": 81}]'
    """
)
INLINE_SMP = overlay(
    """
    resources: [../base]
    patchesStrategicMerge:
    - patch.yaml
    - |
      apiVersion: v1
      kind: Service
      metadata:
        name: web
      spec:
        type: NodePort
    """,
    patch__yaml="""
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: base-space}
    spec:
      paused: true
    """,
)
LEGACY_JSON = overlay(
    """
    resources: [../base]
    patchesJson6902:
    - target: {group: apps, version: v1, kind: Deployment, name: web}
      path: ops.yaml
    """,
    ops__yaml="""
    - op: replace
      path: /spec/replicas
      value: 8
    """,
)
FIELDS = overlay(
    """
    resources: [../base]
    namespace: top-space
    namePrefix: my-
    nameSuffix: -x
    images:
    - name: example/web
      newName: registry.example/web
      newTag: "2.0"
    replicas:
    - name: web
      count: 4
    commonLabels:
      tier: front
    labels:
    - pairs: {owner: platform}
    commonAnnotations:
      note: hello
    """
)
DELETES = overlay(
    """
    resources: [../base]
    patches:
    - path: patch.yaml
    - target: {kind: Deployment}
      patch: |-
        - op: remove
          path: /spec/template/spec/containers/0/volumeMounts
    """,
    patch__yaml="""
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      replicas: null
      template:
        spec:
          containers:
          - name: proxy
            $patch: delete
    """,
)
COMPONENT = {
    **overlay(
        """
        resources: [../base]
        components: [../component]
        """
    ),
    "component/kustomization.yaml": """
        apiVersion: kustomize.config.k8s.io/v1alpha1
        kind: Component
        resources:
        - extra.yaml
        patches:
        - patch: |
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 6
        """,
    "component/extra.yaml": """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: extra}
        data: {a: b}
        """,
}
GENERATORS = overlay(
    """
    resources: [../base]
    configMapGenerator:
    - name: settings
      namespace: base-space
      literals:
      - LEVEL=warn
      - OTHER=x=y
      envs: [settings.env]
      files:
      - config.ini
      - renamed.txt=config.ini
    secretGenerator:
    - name: keys
      literals:
      - TOKEN=abc
      options: {disableNameSuffixHash: true}
    """,
    settings__env="""
    # comment
    FROM_ENV=1
    """,
    config__ini="x = 1\n",
)
MERGED = {
    **overlay(
        """
        resources: [../base, ../settings]
        configMapGenerator:
        - name: settings
          behavior: merge
          literals:
          - LEVEL=error
        """
    ),
    "settings/kustomization.yaml": """
        configMapGenerator:
        - name: settings
          literals:
          - LEVEL=info
          - KEPT=yes
        """,
}
NESTED = {
    **overlay(
        """
        resources: [../base]
        patches:
        - path: patch.yaml
        images:
        - {name: example/web, newTag: "5"}
        """,
        patch__yaml="""
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec: {replicas: 2}
        """,
    ),
    "top/kustomization.yaml": """
        resources:
        - ../overlay
        patches:
        - patch: |-
            - op: replace
              path: /spec/template/spec/containers/0/image
              value: example/web:top
          target:
            kind: Deployment
        """,
}
REPLACEMENTS = overlay(
    """
    resources: [../base]
    replacements:
    - source: {kind: Service, name: web, fieldPath: "spec.ports.0.port"}
      targets:
      - select: {kind: Deployment}
        fieldPaths:
        - spec.template.spec.containers.[name=web].env.[name=LEVEL].value
    """
)
ORDERED = overlay(
    """
    resources: [../base]
    patches:
    - path: patch.yaml
    """,
    patch__yaml="""
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec:
      ports:
      - port: 443
        targetPort: 8443
      - port: 80
        targetPort: 8081
    """,
)
W, S, P = "base/web.yaml", "base/service.yaml", "overlay/patch.yaml"
K = "overlay/kustomization.yaml"
CASES: list[Any] = [
    # (id, repository, environment, object, path, expected file and line)
    ("base value", SMP, "overlay", "Deployment/web", ("metadata", "labels", "team"), (W, "labels: {team: core}")),
    ("a scalar that a patch sets", SMP, "overlay", "Deployment/web", ("spec", "replicas"), (P, "replicas: 3 # patched")),
    ("an item by its name", SMP, "overlay", "Deployment/web", (*POD, "containers", 0, "image"), (P, "image: example/proxy:3.0")),
    ("an added container", SMP, "overlay", "Deployment/web", (*POD, "containers", 1, "image"), (P, "image: example/added:1.0")),
    ("absent in an added container", SMP, "overlay", "Deployment/web", (*POD, "containers", 1, "resources"), (P, "- name: added")),
    ("an unpatched image", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "image"), (W, "image: example/web:1.0")),
    ("absent in a base container", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "livenessProbe"), (W, "- name: web")),
    ("a patched variable", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "env", 0, "value"), (P, "value: debug")),
    ("an added variable", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "env", 1, "value"), (P, "value: one")),
    ("a base variable behind", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "env", 2, "name"), (W, "- name: SECRET_FROM")),
    ("a port by its number", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "ports", 0, "name"), (P, "name: metrics")),
    ("a base port", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "ports", 1), (W, "- containerPort: 8080 # http")),
    ("a mount", SMP, "overlay", "Deployment/web", (*POD, "containers", 2, "volumeMounts", 0, "readOnly"), (W, "- mountPath: /data")),
    ("an absent block", SMP, "overlay", "Deployment/web", ("spec", "strategy", "type"), (W, "spec:")),
    ("absent in the pod", SMP, "overlay", "Deployment/web", (*POD, "securityContext", "runAsNonRoot"), (W, "spec:")),
    ("absent at the top", SMP, "overlay", "Deployment/web", ("status",), (W, "kind: Deployment")),
    ("the object itself", SMP, "overlay", "Deployment/web", (), (W, "kind: Deployment")),
    ("an index beyond the end", SMP, "overlay", "Deployment/web", (*POD, "volumes", 4), (W, "volumes:")),
    ("the namespace of the base", SMP, "overlay", "Deployment/web", ("metadata", "namespace"), ("base/kustomization.yaml", "namespace: base-space")),
    ("JSON patch in a file", JSON_FILE, "overlay", "Deployment/web", ("spec", "replicas"), ("overlay/patch.json", '"value": 7},')),
    ("JSON patch adds an item", JSON_FILE, "overlay", "Deployment/web", (*WEB, "env", 2, "value"), ("overlay/patch.json", '"value": "two"}},')),
    ("JSON patch removes", JSON_FILE, "overlay", "Deployment/web", ("metadata", "labels", "team"), ("overlay/patch.json", '{"op": "remove", "path": "/metadata/labels/team"}')),
    ("inline JSON patch", JSON_INLINE, "overlay", "Deployment/web", ("spec", "replicas"), (K, "value: 5")),
    ("inside an inline value", JSON_INLINE, "overlay", "Deployment/web", (*WEB, "resources", "limits", "memory"), (K, "memory: 64Mi")),
    ("absent in an inline value", JSON_INLINE, "overlay", "Deployment/web", (*WEB, "resources", "requests"), (K, "value:")),
    ("quoted inline patch", JSON_INLINE, "overlay", "Service/web", ("spec", "ports", 0, "port"), (K, """patch: '[{"op": "replace", "path": "/spec/ports/0/port", "value": 81}]'""")),
    ("not patched by selector", JSON_INLINE, "overlay", "Service/web", ("spec", "ports", 0, "targetPort"), (S, "targetPort: 8080")),
    ("patchesStrategicMerge file", INLINE_SMP, "overlay", "Deployment/web", ("spec", "paused"), (P, "paused: true")),
    ("patchesStrategicMerge inline", INLINE_SMP, "overlay", "Service/web", ("spec", "type"), (K, "type: NodePort")),
    ("patchesJson6902", LEGACY_JSON, "overlay", "Deployment/web", ("spec", "replicas"), ("overlay/ops.yaml", "value: 8")),
    ("images", FIELDS, "overlay", "Deployment/my-web-x", (*WEB, "image"), (K, 'newTag: "2.0"')),
    ("another image", FIELDS, "overlay", "Deployment/my-web-x", (*POD, "containers", 1, "image"), (W, "image: example/proxy:2.0")),
    ("replicas", FIELDS, "overlay", "Deployment/my-web-x", ("spec", "replicas"), (K, "count: 4")),
    ("namespace", FIELDS, "overlay", "Service/my-web-x", ("metadata", "namespace"), (K, "namespace: top-space")),
    ("suffix on a name", FIELDS, "overlay", "Service/my-web-x", ("metadata", "name"), (K, "nameSuffix: -x")),
    ("common label", FIELDS, "overlay", "Service/my-web-x", ("metadata", "labels", "tier"), (K, "tier: front")),
    ("common label in a selector", FIELDS, "overlay", "Service/my-web-x", ("spec", "selector", "tier"), (K, "tier: front")),
    ("common label in a template", FIELDS, "overlay", "Deployment/my-web-x", ("spec", "template", "metadata", "labels", "tier"), (K, "tier: front")),
    ("labels", FIELDS, "overlay", "Deployment/my-web-x", ("metadata", "labels", "owner"), (K, "- pairs: {owner: platform}")),
    ("common annotation", FIELDS, "overlay", "Service/my-web-x", ("metadata", "annotations", "note"), (K, "note: hello")),
    ("deleted by null", DELETES, "overlay", "Deployment/web", ("spec", "replicas"), (P, "replicas: null")),
    ("deleted by a JSON patch", DELETES, "overlay", "Deployment/web", (*WEB, "volumeMounts", 0), (K, "- op: remove")),
    ("a patch of a component", COMPONENT, "overlay", "Deployment/web", ("spec", "replicas"), ("component/kustomization.yaml", "replicas: 6")),
    ("a resource of a component", COMPONENT, "overlay", "ConfigMap/extra", ("data", "a"), ("component/extra.yaml", "data: {a: b}")),
    ("a literal", GENERATORS, "overlay", "ConfigMap/settings-*", ("data", "LEVEL"), (K, "- LEVEL=warn")),
    ("a literal with more signs", GENERATORS, "overlay", "ConfigMap/settings-*", ("data", "OTHER"), (K, "- OTHER=x=y")),
    ("a line of an env file", GENERATORS, "overlay", "ConfigMap/settings-*", ("data", "FROM_ENV"), ("overlay/settings.env", "FROM_ENV=1")),
    ("a file", GENERATORS, "overlay", "ConfigMap/settings-*", ("data", "config.ini"), (K, "- config.ini")),
    ("a renamed file", GENERATORS, "overlay", "ConfigMap/settings-*", ("data", "renamed.txt"), (K, "- renamed.txt=config.ini")),
    ("a generated secret", GENERATORS, "overlay", "Secret/keys", ("data", "TOKEN"), (K, "- TOKEN=abc")),
    ("absent in a generated object", GENERATORS, "overlay", "Secret/keys", ("immutable",), (K, "- name: keys")),
    ("a reference with a hash", GENERATORS, "overlay", "Deployment/web", (*WEB, "env", 1, "valueFrom", "configMapKeyRef", "name"), (W, "configMapKeyRef: {name: settings, key: LEVEL}")),
    ("a merged literal", MERGED, "overlay", "ConfigMap/settings-*", ("data", "LEVEL"), (K, "- LEVEL=error")),
    ("a kept literal", MERGED, "overlay", "ConfigMap/settings-*", ("data", "KEPT"), ("settings/kustomization.yaml", "- KEPT=yes")),
    ("the outermost layer wins", NESTED, "top", "Deployment/web", (*WEB, "image"), ("top/kustomization.yaml", "value: example/web:top")),
    ("a layer between", NESTED, "top", "Deployment/web", ("spec", "replicas"), (P, "spec: {replicas: 2}")),
    ("a replacement", REPLACEMENTS, "overlay", "Deployment/web", (*WEB, "env", 0, "value"), (K, "- spec.template.spec.containers.[name=web].env.[name=LEVEL].value")),
    ("an added service port", ORDERED, "overlay", "Service/web", ("spec", "ports", 0, "targetPort"), (P, "targetPort: 8443")),
    ("a patched service port", ORDERED, "overlay", "Service/web", ("spec", "ports", 1, "targetPort"), (P, "targetPort: 8081")),
]  # fmt: skip


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory, open_repository: Any) -> Callable[[Any], Any]:
    """Build each repository once for all of its cases."""
    known: dict[int, Any] = {}

    def of(files: Any) -> Any:
        if id(files) not in known:
            repository = open_repository(tmp_path_factory.mktemp("repository")).write(files)
            known[id(files)] = repository, repository.collect()
        return known[id(files)]

    return of


@pytest.mark.parametrize(
    ("files", "environment", "name", "path", "expected"), [pytest.param(*c[1:], id=c[0]) for c in CASES]
)
def test_a_value_leads_to_the_line_that_set_it(
    collected: Any, files: Any, environment: str, name: str, path: Any, expected: Any
) -> None:
    repository, result = collected(files)
    [document] = [
        document
        for known in result.environments
        if known.name == environment
        for document in known.documents
        if _matches(document.contents, name)
    ]
    assert repository.lines(document, *path)[0] == expected


def _matches(contents: Any, name: str) -> bool:
    kind, _, wanted = name.partition("/")
    has = contents["metadata"]["name"]
    return contents["kind"] == kind and (has == wanted or (wanted.endswith("*") and has.startswith(wanted[:-1])))


def test_the_head_and_the_chain_from_base_to_environment_follow(repository: Any, find: Any) -> None:
    result = repository.write(NESTED).collect()

    assert repository.lines(find(result, "top", "Deployment/web"), *WEB, "image") == [
        ("top/kustomization.yaml", "value: example/web:top"),
        ("base/web.yaml", "kind: Deployment"),
        ("base/kustomization.yaml", "- web.yaml"),
        ("overlay/kustomization.yaml", "resources: [../base]"),
        ("top/kustomization.yaml", "- ../overlay"),
    ]


def test_every_value_of_every_case_is_located_exactly(repository: Any) -> None:
    for number, files in enumerate((SMP, JSON_FILE, JSON_INLINE, FIELDS, DELETES, COMPONENT, GENERATORS, NESTED)):
        repository.write({f"case{number}/{path}": text for path, text in files.items()})
    result = repository.collect()

    assert len(result.environments) == 8
    for environment in result.environments:
        for document in environment.documents:
            for path, value in leaves(document.contents):
                place = document.locator.locate(path)[0]
                text = repository.line(place)[1]
                words = (str(path[-1]), str(value).rpartition(":")[2].lower(), "nameSuffix")
                if "- name:" not in text:  # where all that a generator states by itself stands
                    assert place != document.locator.locate(())[0] or path == ("kind",), path
                    assert any(word in text.lower() or word in text for word in words), (path, text)


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> Any:
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    elif not isinstance(value, dict | list):
        yield path, value


def test_what_an_unfollowed_transformer_sets_is_located_at_the_objects_head(repository: Any, find: Any) -> None:
    repository.write(
        overlay(
            """
            resources: [../base]
            transformers: [replicas.yaml]
            """,
            replicas__yaml="""
            apiVersion: builtin
            kind: ReplicaCountTransformer
            metadata: {name: replicas}
            replica: {name: web, count: 9}
            fieldSpecs:
            - {path: spec/replicas, kind: Deployment, create: true}
            """,
        )
    )
    document = find(repository.collect(), "overlay", "Deployment/web")

    assert document.contents["spec"]["replicas"] == 9
    assert repository.lines(document, "spec", "replicas")[0] == ("base/web.yaml", "kind: Deployment")
    assert repository.lines(document, *WEB, "image")[0] == ("base/web.yaml", "image: example/web:1.0")


def test_an_object_that_was_not_followed_leads_to_its_file(repository: Any, find: Any) -> None:
    repository.write(
        overlay(
            """
            resources: [../base]
            transformers:
            - |
              apiVersion: builtin
              kind: PrefixTransformer
              metadata: {name: prefix}
              prefix: odd-
              fieldSpecs: [{path: metadata/name}]
            """
        )
    )
    result = repository.collect()
    document = find(result, "overlay", "Deployment/odd-web")

    assert repository.lines(document, "spec", "replicas") == [("base/web.yaml", "kind: Deployment")]
    assert "annotations" not in document.contents["metadata"]
