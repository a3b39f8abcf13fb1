from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nova_policy.collect.comments import commented_configuration
from nova_policy.collect.repository import commented
from tests.collect.file_trees import contents_of, files_of, line_of, manifests_of

INGRESS = """\
# Ingress of the gateway
# Note: this is only prose
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: gateway
  annotations:
    nginx.ingress.kubernetes.io/limit-rps: "10"
    # Uncomment when ready:
    # cert-manager.io/cluster-issuer: change-me
    # nginx.ingress.kubernetes.io/limit-rps: "5"
    snippet: |
      # inside: a block scalar
spec:
  rules: []

  # tls:
  #   - hosts: [example.com]
  #     secretName: change-me
---
apiVersion: v1
kind: ConfigMap
metadata: {name: x}
#data:
#  KEY: change-me
"""


def entries(fact: Any) -> list[tuple[str, int, int, bool]]:
    return [(item["path"], line_of(item), item["object"], item["also_set"]) for item in fact["entries"]]


def fact_of(text: str) -> Any:
    files = files_of({"ingress.yaml": text})
    (document,) = commented(files, manifests_of(files))
    return contents_of(document)


def test_commented_keys_have_a_path_a_place_and_an_object() -> None:
    fact = fact_of(INGRESS)
    assert fact["file_kinds"] == ["ConfigMap", "Ingress"]
    assert entries(fact) == [
        ("metadata.annotations.cert-manager.io/cluster-issuer", 10, 0, False),
        ("metadata.annotations.nginx.ingress.kubernetes.io/limit-rps", 11, 0, True),
        ("spec.tls", 17, 0, False),
        ("spec.tls.hosts", 18, 0, False),
        ("spec.tls.secretName", 19, 0, False),
        ("data", 24, 1, False),
        ("data.KEY", 25, 1, False),
    ]


def test_values_stay_where_they_are() -> None:
    assert "change-me" not in str(fact_of(INGRESS))


def test_adjoining_comments_share_a_block_with_their_marker() -> None:
    fact = fact_of(INGRESS)
    blocks = {item["key"]: item["block"] for item in fact["entries"]}
    assert [(item["block"], line_of(item)) for item in fact["markers"]] == [
        (blocks["cert-manager.io/cluster-issuer"], 9)
    ]
    assert blocks["tls"] == blocks["secretName"] != blocks["cert-manager.io/cluster-issuer"]


def test_prose_and_urls_are_no_configuration() -> None:
    prose = [
        "see https://example.com/x: y",
        "Goal: make it fast",
        "TODO: more",
        "http://x.y: z",
        "This is: just some words",
    ]
    text = "a: 1\n" + "".join(f"# {line}\n" for line in prose)
    assert commented_configuration("x.yml", text, ["Workflow"], [{"a": 1}]) is None


def test_documents_are_counted_like_those_of_the_file() -> None:
    text = "---\n# only a comment\n---\na: 1\n---\nb: 2\n# c: 3\n"
    fact = commented_configuration("x.yml", text, [], [None, {"a": 1}, {"b": 2}])
    assert fact is not None
    assert [item["object"] for item in contents_of(fact)["entries"]] == [2]


def test_workflows_are_looked_at_and_other_files_are_not() -> None:
    files = files_of({".github/workflows/a.yml": "on: push\n# schedule:\n", "values.yaml": "a: 1\n# b: 2\n"})
    assert [item.path for item in commented(files, {})] == [".github/workflows/a.yml"]


@given(st.text(alphabet="ab:# -|>\n\"'{}", max_size=80))
@settings(max_examples=200)
def test_any_text_gives_places_within_it(text: str) -> None:
    document = commented_configuration("x.yml", text, [], [None])
    if document is not None:
        assert all(1 <= line_of(item) <= text.count("\n") + 1 for item in contents_of(document)["entries"])
