"""Nothing is fetched, nothing outside of the tree is read, no program is run."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest

SECRET = "canary-outside-of-the-tree"
CM = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"


class Listener:
    """Counts connections on loopback; ended by one of its own."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._ending = threading.Event()
        self.port = self._socket.getsockname()[1]
        self.hits = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            connection.close()
            if self._ending.is_set():
                return
            self.hits += 1

    def close(self) -> None:
        self._ending.set()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._socket.close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


FIELDS = {
    "resources": "resources: ['{}']",
    "bases": "bases: ['{}']",
    "components": "components: ['{}']",
    "crds": "crds: ['{}']",
    "configurations": "configurations: ['{}']",
    "generators": "generators: ['{}']",
    "transformers": "transformers: ['{}']",
    "validators": "validators: ['{}']",
    "patches": "patches: [{{path: '{}'}}]",
    "patchesStrategicMerge": "patchesStrategicMerge: ['{}']",
    "patchesJson6902": "patchesJson6902: [{{target: {{kind: A}}, path: '{}'}}]",
    "replacements": "replacements: [{{path: '{}'}}]",
    "openapi": "openapi: {{path: '{}'}}",
    "configMapGenerator.files": "configMapGenerator: [{{name: a, files: ['key={}']}}]",
    "configMapGenerator.envs": "configMapGenerator: [{{name: a, envs: ['{}']}}]",
    "secretGenerator.env": "secretGenerator: [{{name: a, env: '{}'}}]",
    "plugin": 'transformers: ["apiVersion: builtin\\nkind: PatchTransformer\\nmetadata: {{name: a}}\\npath: {}\\n"]',
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_remote_reference_is_refused_in_every_field(repository: Any, listener: Listener, field: str) -> None:
    url = f"http://127.0.0.1:{listener.port}/a.yaml"
    repository.write({"bad/kustomization.yaml": FIELDS[field].format(url) + "\n"})
    repository.write({"good/kustomization.yaml": "resources: [a.yaml]\n", "good/a.yaml": CM})
    result = repository.collect()

    assert {problem.code for problem in result.problems if problem.exit_code == 4} >= {"NOVA-K03"}
    assert all(problem.location.path == "bad/kustomization.yaml" for problem in result.problems)
    assert [environment.name for environment in result.environments] == ["good"]
    assert listener.hits == 0


@pytest.mark.parametrize(
    "base",
    [
        "github.com/owner/repo//path?ref=v1",
        "https://user:hunter2@example.com/a.git",
        "git@github.com:owner/repo.git",
        "ssh://git@example.com/repo",
        "git::https://example.com/repo",
        "file:///etc",
        "s3::https://bucket.example/x",
        "s3://bucket/x",
        "gitlab.com/owner/repo",
        "example.com/owner/repo.git//x",
        "owner/repo?ref=main",
    ],
)
def test_a_base_of_any_other_kind_is_refused(repository: Any, base: str) -> None:
    result = repository.write({"kustomization.yaml": f"resources:\n- {base}\n"}).collect()

    [problem] = result.problems
    assert problem.code in {"NOVA-K03", "NOVA-K04"}
    assert (problem.exit_code, problem.location.line) == (4, 2)
    assert "vendor it" in problem.remedy
    assert "hunter2" not in str(problem)
    assert result.environments == ()


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("outside", ["../../outside.yaml", "{root}/../outside.yaml", "link.yaml"])
def test_nothing_outside_of_the_tree_is_read(repository: Any, field: str, outside: str) -> None:
    (repository.root.parent / "outside.yaml").write_text(CM + f"data: {{a: {SECRET}}}\n")
    repository.write({"app/kustomization.yaml": FIELDS[field].format(outside.format(root=repository.root)) + "\n"})
    (repository.root / "app" / "link.yaml").symlink_to(repository.root.parent / "outside.yaml")
    result = repository.collect()

    assert "NOVA-K05" in {problem.code for problem in result.problems}
    assert result.environments == ()
    assert SECRET not in repr(result) + repr([fact.contents for fact in result.facts])


def test_a_folder_that_is_a_symlink_out_of_the_tree_is_refused(repository: Any) -> None:
    outside = repository.root.parent / "outside"
    outside.mkdir()
    (outside / "kustomization.yaml").write_text(f"configMapGenerator: [{{name: a, literals: [x={SECRET}]}}]\n")
    repository.write({"app/kustomization.yaml": "resources: [base]\n"})
    (repository.root / "app" / "base").symlink_to(outside)
    result = repository.collect()

    assert [problem.code for problem in result.problems] == ["NOVA-K05"]
    assert result.environments == ()


@pytest.mark.parametrize(
    ("kustomization", "line"),
    [
        ("helmCharts:\n- {name: a, repo: 'https://example.com'}\n", 1),
        ("helmChartInflationGenerator:\n- {chartName: a}\n", 1),
        ("generators:\n- plugin.yaml\n", 2),
        ("transformers:\n- plugin.yaml\n", 2),
        ("validators:\n- plugin.yaml\n", 2),
        ("generators:\n- function.yaml\n", 2),
        ("transformers:\n- folder\n", 2),
        ("generators:\n- |\n  apiVersion: example.com/v1\n  kind: Thing\n  metadata: {name: a}\n", 2),
    ],
)
def test_programs_and_charts_are_refused(repository: Any, kustomization: str, line: int) -> None:
    touched = repository.root.parent / "touched"
    script = repository.root.parent / "script.sh"
    script.write_text(f"#!/bin/sh\ntouch {touched}\n")
    script.chmod(0o755)
    function = f"config.kubernetes.io/function: 'exec: {{path: {script}}}'"
    repository.write(
        {
            "plugin.yaml": "apiVersion: example.com/v1\nkind: Plugin\nmetadata: {name: a}\n",
            "function.yaml": f"""
                apiVersion: builtin
                kind: ConfigMapGenerator
                metadata:
                  name: a
                  annotations:
                    {function}
                """,
            "folder/kustomization.yaml": "resources: []\n",
        }
    )
    (repository.root / "kustomization.yaml").write_text(kustomization)
    result = repository.collect()

    problems = [problem for problem in result.problems if problem.location.path == "kustomization.yaml"]
    assert [(problem.code, problem.location.line) for problem in problems] == [("NOVA-K07", line)]
    assert "." not in {environment.path for environment in result.environments}
    assert not touched.exists()


def test_an_alias_bomb_never_reaches_kustomize(repository: Any, facts_of: Any) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 9))
    repository.write({"kustomization.yaml": "resources: [bomb.yaml]\n"})
    (repository.root / "bomb.yaml").write_text(f"{CM}l0: &l0 [x, x, x, x, x, x, x, x, x]\n{levels}\n")
    result = repository.collect(kustomize=["/nowhere/kustomize"])

    assert [problem.code for problem in result.problems] == ["NOVA-Y05"]
    assert facts_of(result, "KustomizeBuild")["."]["builds"] is None


def test_a_refusal_blocks_whoever_refers_to_it_and_nobody_else(repository: Any, facts_of: Any) -> None:
    repository.write(
        {
            "base/kustomization.yaml": "resources: ['https://example.com/a.yaml']\n",
            "overlay/kustomization.yaml": "resources: [../base]\n",
            "other/kustomization.yaml": "resources: [a.yaml]\n",
            "other/a.yaml": CM,
        }
    )
    result = repository.collect()

    builds = {name: fact["builds"] for name, fact in facts_of(result, "KustomizeBuild").items()}
    assert builds == {"base": None, "overlay": None, "other": True}
    [reference] = facts_of(result, "KustomizeBuild")["base"]["references"]
    assert (reference["target"], reference["exists"], reference["kind"]) == (None, None, None)


def test_built_in_plugins_are_allowed(repository: Any) -> None:
    repository.write(
        {
            "kustomization.yaml": "resources: [a.yaml]\ntransformers: [labels.yaml]\n",
            "a.yaml": CM,
            "labels.yaml": """
                apiVersion: builtin
                kind: LabelTransformer
                metadata: {name: labels}
                labels: {a: b}
                fieldSpecs: [{path: metadata/labels, create: true}]
                """,
        }
    )
    result = repository.collect()

    assert result.problems == ()
    assert result.patches == {"labels.yaml"}
    [document] = result.environments[0].documents
    assert document.contents["metadata"]["labels"] == {"a": "b"}
