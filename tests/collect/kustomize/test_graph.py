from __future__ import annotations

from typing import Any

import pytest

from nova_policy.collect.kustomize.graph import name_environments

CM = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"
EMPTY = "resources: []\n"


@pytest.mark.parametrize(
    ("folders", "names"),
    [
        (["overlays/prod"], {"overlays/prod": "prod"}),
        (["."], {".": "."}),
        (
            ["a/overlays/prod", "b/overlays/prod", "b/overlays/dev"],
            {"a/overlays/prod": "a/overlays/prod", "b/overlays/prod": "b/overlays/prod", "b/overlays/dev": "dev"},
        ),
        (["prod", "x/prod"], {"prod": "prod", "x/prod": "x/prod"}),
    ],
)
def test_a_name_is_the_shortest_end_that_no_other_has(folders: Any, names: Any) -> None:
    assert name_environments(iter(folders)) == names


@pytest.mark.parametrize(
    ("files", "chain"),
    [
        ({"a": "resources: [../b]\n", "b": "resources: [../a]\n"}, "a → b → a"),
        ({"a": "resources: ['.']\n"}, "a → a"),
        (
            {"b": "resources: [../c]\n", "c": "components: [../a]\n", "a": "kind: Component\nresources: [../b]\n"},
            "a → b → c → a",
        ),
    ],
)
def test_a_cycle_is_printed_and_kustomize_is_not_started(
    repository: Any, facts_of: Any, files: Any, chain: str
) -> None:
    repository.write({f"{folder}/kustomization.yaml": text for folder, text in files.items()})
    repository.write({"outer/kustomization.yaml": "resources: [../a]\n"})
    result = repository.collect(kustomize=["/nowhere/kustomize"])

    [problem] = result.problems
    assert (problem.code, problem.exit_code) == ("NOVA-K01", 4)
    assert problem.what.endswith(f": {chain}")
    assert problem.location.path == "a/kustomization.yaml"
    assert all(fact["builds"] is None for fact in facts_of(result, "KustomizeBuild").values())


def test_two_kustomization_files_in_one_folder_are_an_error(repository: Any) -> None:
    repository.write({"app/Kustomization": EMPTY, "app/kustomization.yml": EMPTY})
    result = repository.collect(kustomize=["/nowhere/kustomize"])

    [problem] = result.problems
    assert (problem.code, problem.exit_code) == ("NOVA-K18", 4)
    assert "app/Kustomization and app/kustomization.yml" in problem.what


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_every_recognised_name_is_found(repository: Any, name: str) -> None:
    result = repository.write({f"app/{name}": "resources: [a.yaml]\n", "app/a.yaml": CM}).collect()

    assert [environment.path for environment in result.environments] == ["app"]


def test_a_byte_order_mark_is_no_obstacle(repository: Any) -> None:
    repository.write({"app/kustomization.yaml": "\ufeffresources: [a.yaml]\n", "app/a.yaml": CM})

    assert [len(environment.documents) for environment in repository.collect().environments] == [1]


def test_a_kustomization_that_is_no_text_is_a_problem(repository: Any) -> None:
    repository.write({"app/a.yaml": CM})
    (repository.root / "app" / "kustomization.yaml").write_bytes(b"namePrefix: caf\xe9\n")
    result = repository.collect(kustomize=["/nowhere/kustomize"])

    assert [problem.code for problem in result.problems] == ["NOVA-Y08"]
    assert result.environments == ()


def test_only_roots_are_environments_and_components_are_none(repository: Any) -> None:
    repository.write(
        {
            "base/kustomization.yaml": "resources: [a.yaml]\n",
            "base/a.yaml": CM,
            "component/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n",
            "prod/kustomization.yaml": "resources: [../base]\n",
        }
    )

    assert [environment.name for environment in repository.collect().environments] == ["prod"]
