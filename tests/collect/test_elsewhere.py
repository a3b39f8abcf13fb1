"""The fact about what an environment names and another one has, and which environments may be applied together."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from nova_policy.collect.elsewhere import LISTED, objects_elsewhere
from nova_policy.collect.facts import FactLocator
from nova_policy.engines.protocol import encode
from nova_policy.model import Document, Environment, InputKind, Json
from tests.collect.file_trees import contents_of

POLICIES = Path(__file__).parents[2] / "policies"


def an_object(kind: str, name: str, namespace: str | None = "shop", /, **fields: Json) -> dict[str, Json]:
    metadata = {"name": name} if namespace is None else {"name": name, "namespace": namespace}
    return {"apiVersion": "v1", "kind": kind, "metadata": metadata, **fields}


def naming(*names: str, of: str = "names", namespace: str = "shop") -> dict[str, Json]:
    """Return a workload that is like no other and names *names*."""
    return an_object("Deployment", of, namespace, spec={"refers": list(names)})


def environment(path: str, *contents: Json, name: str | None = None) -> Environment:
    """Return a folder of manifests, or what is rendered as *name*."""
    documents = (
        Document(f"{path}/all.yaml", InputKind.KUBERNETES, each, FactLocator({}), environment=name) for each in contents
    )
    return Environment(name or path, path, tuple(documents))


def facts_of(*environments: Environment) -> list[Any]:
    texts = {id(document): encode(document.contents) for each in environments for document in each.documents}
    found = objects_elsewhere(environments, texts)
    return [None if fact is None else contents_of(fact) for fact in found]


def found_by(*environments: Environment) -> list[tuple[str, str, str]]:
    """Return what the first environment finds elsewhere, as (kind, namespace, name)."""
    fact = facts_of(*environments)[0]
    return [(each["kind"], each["namespace"], each["name"]) for each in fact["objects"]] if fact else []


def test_what_it_names_and_another_environment_has_is_listed() -> None:
    web = environment("k8s/web", naming("jwt-key", "nowhere"))
    jwt = environment("k8s/jwt", an_object("Secret", "jwt-key"), an_object("Secret", "unnamed"))
    assert facts_of(web, jwt) == [
        {
            "apiVersion": "facts.nova-policy.dev/v1",
            "kind": "ObjectsElsewhere",
            "metadata": {"name": "k8s/web"},
            "at": {"path": "k8s/web/all.yaml", "line": 1, "column": 1},
            "objects": [{"group": "", "kind": "Secret", "namespace": "shop", "name": "jwt-key"}],
        },
        None,
    ]


def test_it_is_listed_once_in_a_fixed_order_however_many_have_it() -> None:
    web = environment("web", naming("b", "a"))
    others = [environment(path, an_object("Secret", "b"), an_object("ConfigMap", "a")) for path in ("x", "y")]
    expected = [("ConfigMap", "shop", "a"), ("Secret", "shop", "b")]
    assert found_by(web, *others) == expected
    assert found_by(web, *reversed(others)) == expected


def test_names_within_texts_are_names() -> None:
    texts = ["http://api.shop.svc:80/v1", "line\nusers:9092,mail:25", "a.b"]
    services = [an_object("Service", name) for name in ("api", "users", "mail")]
    web = environment("web", an_object("Deployment", "web", "shop", data=list[Json](texts)))
    found = found_by(web, environment("others", *services, an_object("Secret", "a.b"), an_object("Service", "nusers")))
    assert found == [("Secret", "shop", "a.b"), *(("Service", "shop", name) for name in ("api", "mail", "users"))]


def test_an_object_of_another_namespace_is_not_found() -> None:
    key = an_object("Secret", "key", "other")
    assert found_by(environment("web", naming("key")), environment("keys", key)) == []
    both = environment("web", naming("key"), an_object("Service", "x", "other"))
    assert found_by(both, environment("keys", key)) == [("Secret", "other", "key")]


@pytest.mark.parametrize("stated", [None, "", "default"])
def test_no_namespace_is_the_default_one(stated: str | None) -> None:
    web = environment("web", naming("key", namespace="default"))
    assert found_by(web, environment("keys", an_object("Secret", "key", stated))) == [("Secret", "default", "key")]


@pytest.mark.parametrize("kind", ["ClusterAnalysisTemplate", "ClusterIssuer", "ClusterSecretStore"])
def test_what_lives_in_no_namespace_is_found_from_each(kind: str) -> None:
    web = environment("web", naming("a"))
    # kustomize puts a namespace on custom kinds that have none.
    assert found_by(web, environment("cluster", an_object(kind, "a", "infrastructure"))) == [(kind, "", "a")]


def test_environments_with_an_object_in_common_are_alternatives() -> None:
    service = an_object("Service", "web")
    dev = environment("dev", service, an_object("Secret", "key"))
    prod = environment("prod", service, naming("key"))
    assert facts_of(prod, dev) == [None, None]
    assert found_by(prod, dev, environment("keys", an_object("Secret", "key"))) == [("Secret", "shop", "key")]


def test_what_both_make_is_in_common() -> None:
    """An overlay with the Secret itself and one that fetches it are not applied together."""
    dev = environment("dev", an_object("Secret", "key"), an_object("ConfigMap", "settings"))
    prod = environment("prod", an_object("ExternalSecret", "key"), naming("settings"))
    assert found_by(prod, dev) == []


def test_a_namespace_that_both_bring_is_shared() -> None:
    namespace = an_object("Namespace", "shop", None)
    web, keys = environment("web", namespace, naming("key")), environment("keys", namespace, an_object("Secret", "key"))
    assert found_by(web, keys) == [("Secret", "shop", "key")]


def test_what_a_kustomization_leaves_out_is_not_beside_it() -> None:
    (of_base,) = environment("k8s/base", naming("key"), name="prod").documents
    prod, key = Environment("prod", "k8s/prod", (of_base,)), an_object("Secret", "key")
    for folder in ("k8s/prod", "k8s/base"):
        assert found_by(prod, environment(folder, key)) == []
    assert found_by(prod, environment("k8s/keys", key)) == [("Secret", "shop", "key")]
    assert found_by(prod, environment("k8s/base", key, name="base")) == [("Secret", "shop", "key")]


@pytest.mark.parametrize(
    "maker",
    [
        an_object("ExternalSecret", "made", spec={}),
        an_object("ExternalSecret", "x", spec={"target": {"name": "made"}}),
        an_object("SealedSecret", "made"),
        an_object("KafkaUser", "made"),
        an_object("Certificate", "x", spec={"secretName": "made"}),
        an_object("SecretProviderClass", "x", spec={"secretObjects": [7, {"secretName": "made"}]}),
        {
            "kind": "Ingress",
            "apiVersion": "networking.k8s.io/v1",
            "metadata": {"name": "x", "namespace": "shop", "annotations": {"cert-manager.io/issuer": "ca"}},
            "spec": {"tls": [{"secretName": "made"}, {}]},
        },
    ],
    ids=lambda maker: str(maker["kind"]),
)
def test_a_secret_that_something_makes_is_there(maker: Mapping[str, Json]) -> None:
    assert found_by(environment("web", naming("made")), environment("makers", maker)) == [("Secret", "shop", "made")]


def test_a_certificate_that_nobody_issues_is_not_made() -> None:
    ingress = an_object("Ingress", "x", spec={"tls": [{"secretName": "made"}]})
    assert found_by(environment("web", naming("made")), environment("makers", ingress)) == []


def test_its_own_objects_and_other_kinds_are_not_listed() -> None:
    web = environment("web", an_object("Secret", "key"), naming("key", "job"))
    others = environment("others", an_object("Secret", "b"), an_object("Job", "job"))
    assert found_by(web, others) == []


def test_odd_documents_are_nothing() -> None:
    odd: list[Json] = [
        None,
        7,
        [],
        {},
        {"kind": 7},
        {"kind": "Secret"},
        {"kind": "Certificate", "spec": {"secretName": 7}},
    ]
    assert facts_of(environment("odd", *odd), environment("none"), environment("web", naming("x"))) == [None] * 3


def test_all_kinds_that_policies_look_for_are_listed() -> None:
    asked = re.compile(r'environment\.elsewhere\("(\w+)"')
    texts = (path.read_text("utf-8") for path in POLICIES.rglob("*.rego") if not path.stem.endswith("_test"))
    # config_references asks for each kind that a pod refers to.
    referred = set(
        re.findall(
            r'"(ConfigMap|PersistentVolumeClaim|Secret|ServiceAccount)"',
            (POLICIES / "lib/references.rego").read_text("utf-8"),
        )
    )
    assert {kind for text in texts for kind in asked.findall(text)} | referred == LISTED
