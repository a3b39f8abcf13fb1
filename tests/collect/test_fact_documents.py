from __future__ import annotations

import pytest

from nova_policy.collect.facts import Collected, FactLocator, fact, place
from nova_policy.model import InputKind, KeyPath, Location

HEAD = Location("a.yml", 1)
CRATE = fact(
    "RustCrate",
    "gateway",
    HEAD,
    tests=[place(Location("a.rs", 7, 3), name="first", nested={"deep": [1]}), {"name": "second"}],
    key="x",
    key_at=Location("a.yml", 5, 2).to_json(),
)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ((), HEAD),
        (("tests",), HEAD),
        (("tests", 0), Location("a.rs", 7, 3)),
        (("tests", 0, "nested", "deep", 0), Location("a.rs", 7, 3)),
        (("tests", 0, "absent", "deeper"), Location("a.rs", 7, 3)),
        (("tests", 1), HEAD),
        (("tests", 9, "x"), HEAD),
        (("key",), Location("a.yml", 5, 2)),
        (("metadata", "name"), HEAD),
    ],
)
def test_a_path_is_located_at_the_deepest_place_on_its_way(path: KeyPath, expected: Location) -> None:
    assert CRATE.locator.locate(path) == (expected,)


def test_a_fact_is_typed_like_a_kubernetes_object() -> None:
    assert CRATE.kind is InputKind.FACT
    assert isinstance(CRATE.contents, dict)
    assert list(CRATE.contents)[:4] == ["apiVersion", "kind", "metadata", "at"]
    assert CRATE.path == "a.yml"


def test_a_fact_may_have_fields_that_are_called_like_its_head() -> None:
    document = fact("ArgoApplication", "argocd/x", HEAD, name="x")
    assert isinstance(document.contents, dict)
    assert document.contents["name"] == "x"
    assert document.contents["metadata"] == {"name": "argocd/x"}


def test_a_locator_without_any_place_points_at_the_root() -> None:
    assert FactLocator({}).locate(("x",)) == (Location(".", 1),)


def test_collections_add_up_in_order() -> None:
    assert (Collected((CRATE,)) + Collected((CRATE,))).documents == (CRATE, CRATE)
