from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.limits import Limits

CANARY = "canary-hunter2"
TREE = {
    "base/kustomization.yaml": """
        resources: [web.yaml]
        secretGenerator:
        - name: keys
          literals: [PASSWORD=canary-hunter2]
        - name: more
          envs: [keys.env]
        """,
    "base/keys.env": "OTHER=canary-hunter2\n",
    "base/web.yaml": """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers: [{name: web, image: a}]
        """,
    "dev/kustomization.yaml": """
        resources: [../base]
        patches:
        - path: ops.yaml
          target: {kind: Deployment}
        """,
    "dev/ops.yaml": "- {op: add, path: /spec/replicas, value: 2}\n",
    "prod/kustomization.yaml": """
        resources: [../base]
        secretGenerator:
        - {name: keys, behavior: merge, literals: [PASSWORD=canary-hunter2]}
        - {name: absent, behavior: merge, literals: [PASSWORD=canary-hunter2]}
        """,
    "loose/job.yaml": """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: loose}
        """,
}


def test_environments_and_the_files_they_are_made_of(repository: Any) -> None:
    result = repository.write(TREE).collect()

    assert [(e.name, e.path, len(e.documents)) for e in result.environments] == [("dev", "dev", 3)]
    assert {document.environment for document in result.environments[0].documents} == {"dev"}
    assert {document.path for document in result.environments[0].documents} == {
        "base/web.yaml",
        "base/kustomization.yaml",
    }
    assert result.patches == {"base/keys.env", "dev/ops.yaml"}
    assert result.rendered == {"base/web.yaml"}
    assert result.problems == ()


def test_a_file_that_is_a_resource_somewhere_is_no_patch(repository: Any) -> None:
    repository.write({**TREE, "base/extra/kustomization.yaml": "patches: [{path: web.yaml}]\n"})
    repository.write({"both/kustomization.yaml": "resources: [a.yaml]\npatches: [{path: a.yaml}]\n"})
    repository.write({"both/a.yaml": TREE["base/web.yaml"]})

    assert "both/a.yaml" not in repository.collect().patches


def test_the_number_of_jobs_and_the_order_of_files_change_nothing(repository: Any) -> None:
    repository.write(TREE)
    one, two = repository.collect(jobs=1), repository.collect(jobs=2)

    assert one == two
    assert [fact.contents for fact in one.facts] == [fact.contents for fact in two.facts]
    for first, second in zip(one.environments, two.environments, strict=True):
        for a, b in zip(first.documents, second.documents, strict=True):
            assert a.locator.locate(("spec",)) == b.locator.locate(("spec",))


def test_no_value_of_a_secret_is_in_facts_or_problems(repository: Any) -> None:
    result = repository.write(TREE).collect()

    assert CANARY not in repr([fact.contents for fact in result.facts]) + repr(result.problems) + repr(result)


def test_the_tree_is_not_touched(repository: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    repository.write(TREE)
    before = fingerprint(repository.root)
    repository.collect()

    assert fingerprint(repository.root) == before
    assert list(temporary.iterdir()) == []


def fingerprint(root: Path) -> list[tuple[str, int, str]]:
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return [(str(f), f.stat().st_mtime_ns, hashlib.sha256(f.read_bytes()).hexdigest()) for f in files]


def test_without_kustomize_everything_else_is_still_known(repository: Any, facts_of: Any) -> None:
    result = repository.write(TREE).collect(kustomize=None)

    [problem] = result.problems
    assert (problem.code, problem.exit_code) == ("NOVA-B01", 6)
    assert "2 environments" in problem.what
    assert result.environments == ()
    assert result.rendered == frozenset()
    builds = facts_of(result, "KustomizeBuild")
    assert {fact["builds"] for fact in builds.values()} == {None}
    assert [fault["message"] for fault in builds["prod"]["faults"]] == [
        "secretGenerator: absent has behavior merge, but there is no such Secret without a namespace"
    ]


def shim(folder: Path, code: str) -> list[str]:
    """A program that stands in for kustomize."""
    program = folder / "shim"
    program.write_text(f"#!{sys.executable}\nimport os, sys, time\n{code}\n")
    program.chmod(0o755)
    return [str(program)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("time.sleep(60)", ("NOVA-K11", 4)),
        ("print('x' * 10_000_000)", ("NOVA-K11", 4)),
        ("sys.exit('fatal error: runtime: out of memory')", ("NOVA-K11", 4)),
        ("os.abort()", ("NOVA-B06", 4)),
        ("sys.exit(2)", ("NOVA-B06", 4)),
    ],
)
def test_a_failure_of_kustomize_itself_makes_the_run_incomplete(
    repository: Any, open_repository: Any, facts_of: Any, tmp_path: Path, code: str, expected: Any
) -> None:
    limits = Limits(child_seconds=3.0, child_output_bytes=1_000_000)
    bounded = type(repository)(repository.root, repository.kustomize, limits)
    bounded.write({"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": TREE["loose/job.yaml"]})
    result = bounded.collect(kustomize=shim(tmp_path, code))

    assert [(problem.code, problem.exit_code) for problem in result.problems] == [expected]
    assert result.problems[0].location.path == "app/kustomization.yaml"
    assert facts_of(result, "KustomizeBuild")["app"]["builds"] is None


def test_what_kustomize_leaves_out_is_named(repository: Any, tmp_path: Path) -> None:
    repository.write({"app/kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "app/a.yaml": TREE["loose/job.yaml"]})
    repository.write({"app/b.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n"})
    only = "print('apiVersion: v1\\nkind: Namespace\\nmetadata: {name: shop}')"
    for code, missing in (("", ["Job loose", "Namespace shop"]), (only, ["Job loose"])):
        problems = repository.collect(kustomize=shim(tmp_path, code)).problems
        assert [(problem.code, problem.exit_code) for problem in problems] == [("NOVA-B09", 4)] * len(missing)
        assert [problem.what.partition(", ")[0] for problem in problems] == [
            f"kustomize left out {name}" for name in missing
        ]


REMOVING = {
    "local": "metadata: {name: loose, annotations: {config.kubernetes.io/local-config: 'true'}}",
    "deleted": "$patch: delete\nmetadata: {name: loose}",
}


@pytest.mark.parametrize(
    "kustomization",
    [
        "resources: [a.yaml, local.yaml]\n",
        "resources: [a.yaml, b.yaml]\npatches: [{path: deleted.yaml}]\n",
        "resources: [a.yaml, b.yaml]\ntransformers: [transformer.yaml]\n",
        "resources: [a.yaml, list.yaml]\n",
    ],
)
def test_what_a_kustomization_takes_away_is_not_missed(repository: Any, kustomization: str) -> None:
    head = "apiVersion: batch/v1\nkind: Job\n"
    transformer = "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: x}\npath: deleted.yaml\n"
    files = {
        "app/kustomization.yaml": kustomization,
        "app/a.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n",
        "app/b.yaml": f"{head}metadata: {{name: loose}}\n",
        "app/local.yaml": f"{head}{REMOVING['local']}\n",
        "app/deleted.yaml": f"{head}{REMOVING['deleted']}\n",
        "app/transformer.yaml": transformer,
        "app/list.yaml": "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Service, metadata: {name: x}}]\n",
    }
    result = repository.write(files).collect()
    assert result.problems == ()
    assert [environment.name for environment in result.environments] == ["app"]


def test_kustomize_sees_no_path_and_no_home_of_ours(repository: Any, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    code = f"open({str(seen)!r}, 'w').write(os.environ['PATH'] + chr(10) + os.environ['HOME'] + chr(10) + os.getcwd())"
    repository.write({"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": TREE["loose/job.yaml"]})
    repository.collect(kustomize=shim(tmp_path, code))

    path, home, folder = seen.read_text().splitlines()
    assert not {path, home, folder} & {*os.environ["PATH"].split(os.pathsep), os.environ.get("HOME"), str(Path.cwd())}
    assert str(repository.root) not in path + home + folder


def test_a_missing_program_is_a_tool_problem(repository: Any) -> None:
    repository.write({"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": TREE["loose/job.yaml"]})
    [problem] = repository.collect(kustomize=["/nowhere/kustomize"]).problems

    assert (problem.code, problem.exit_code) == ("NOVA-B02", 6)


def test_a_referred_file_that_cannot_be_read_is_reported(repository: Any, facts_of: Any) -> None:
    repository.write({"app/kustomization.yaml": "resources: [a.yaml]\n", "app/a.yaml": "a: [1,\n"})
    result = repository.collect()

    assert [problem.code for problem in result.problems] == ["NOVA-Y01"]
    fact = facts_of(result, "KustomizeBuild")["app"]
    assert (fact["builds"], fact["error"]["message"]) == (False, "resources: app/a.yaml is no YAML")
