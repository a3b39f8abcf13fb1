"""Rows K of the fault table: kustomizations that are broken, hostile or that reach for the network."""

from __future__ import annotations

import base64
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.trees import INGRESS, OTHER, Verdict, nova, plant, verdict

TLS = "k/a.yaml:5 kubernetes/ingress_tls"
FUNCTION = """\
apiVersion: example.com/v1
kind: Custom
metadata:
  name: custom
  annotations:
    config.kubernetes.io/function: |
      exec: {path: ./run.sh}
"""


class Canary:
    """A listener on loopback that counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()


@pytest.fixture
def canary() -> Iterator[Canary]:
    listener = Canary()
    yield listener
    listener.close()


def kustomized(root: Path, kustomization: str | bytes, **more: str | bytes) -> Path:
    return plant(root / "tree", {"k/kustomization.yaml": kustomization, "k/a.yaml": INGRESS, **more})


def test_k01_a_cycle_is_named_as_a_chain_and_the_rest_is_judged(tmp_path: Path) -> None:
    root = kustomized(tmp_path, "resources: [a.yaml, ../l]\n", **{"l/kustomization.yaml": "resources: [../k]\n"})
    problem = "NOVA-K01 k/kustomization.yaml:1:21: kustomizations refer to each other: k → l → k"
    assert verdict(root) == Verdict(4, (problem,), (TLS,))


@pytest.mark.parametrize(
    "field",
    [
        "resources: [a.yaml, 'URL']",
        "resources: [a.yaml]\nbases: ['URL']",
        "resources: [a.yaml]\ncomponents: ['URL']",
        "resources: [a.yaml]\npatches: [{path: 'URL'}]",
        "resources: [a.yaml]\npatchesStrategicMerge: ['URL']",
        "resources: [a.yaml]\nreplacements: [{path: 'URL'}]",
        "resources: [a.yaml]\nconfigurations: ['URL']",
        "resources: [a.yaml]\ncrds: ['URL']",
        "resources: [a.yaml]\nopenapi: {path: 'URL'}",
        "resources: [a.yaml]\ntransformers: ['URL']",
        "resources: [a.yaml]\nconfigMapGenerator: [{name: a, files: ['URL']}]",
    ],
)
def test_k03_nothing_is_fetched(tmp_path: Path, canary: Canary, field: str) -> None:
    found = verdict(kustomized(tmp_path, field.replace("URL", f"http://{canary.address}/x.yaml") + "\n"))
    assert (found.code, canary.calls) == (4, 0)
    (problem,) = found.not_assessed
    assert problem.startswith("NOVA-K03 k/kustomization.yaml:")
    assert problem.endswith(f"http://{canary.address}/x.yaml is a remote base")
    assert TLS in found.findings


@pytest.mark.parametrize(
    "base", ["git::http://ADDRESS/x", "file:///tmp", "ssh://git@ADDRESS/x", "github.com/x//y?ref=1", "git@ADDRESS:x/y"]
)
def test_k04_no_repository_is_cloned(tmp_path: Path, canary: Canary, base: str) -> None:
    root = kustomized(tmp_path, f"resources: [a.yaml, '{base.replace('ADDRESS', canary.address)}']\n")
    found = verdict(root)
    assert (found.code, canary.calls, found.findings) == (4, 0, (TLS,))
    (problem,) = found.not_assessed
    assert problem.endswith("is a remote base")


def test_k05_what_lies_outside_of_the_root_is_not_read(tmp_path: Path) -> None:
    plant(tmp_path, {"secret.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: outside-canary}\n"})
    root = kustomized(tmp_path, "resources: [a.yaml, ../../secret.yaml]\n")
    problem = "NOVA-K05 k/kustomization.yaml:1:21: ../../secret.yaml leads out of the scanned root"
    assert verdict(root) == Verdict(4, (problem,), (TLS,))
    assert b"outside-canary" not in nova("render", str(root)).stdout


def test_k07_no_program_of_the_tree_is_started(tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    more = {"k/t.yaml": FUNCTION, "k/run.sh": f"#!/bin/sh\ntouch {mark}\n"}
    root = kustomized(tmp_path, "resources: [a.yaml]\ntransformers: [t.yaml]\n", **more)
    (root / "k" / "run.sh").chmod(0o755)
    problem = "NOVA-K07 k/kustomization.yaml:2:16: an exec or container function is not run"
    assert verdict(root) == Verdict(4, (problem,), (TLS,))
    assert not mark.exists()


def test_k07_charts_are_not_inflated(tmp_path: Path, canary: Canary) -> None:
    root = kustomized(tmp_path, f"resources: [a.yaml]\nhelmCharts: [{{name: x, repo: 'http://{canary.address}'}}]\n")
    problem = "NOVA-K07 k/kustomization.yaml:2:1: helmCharts: a Helm chart is not run"
    assert verdict(root) == Verdict(4, (problem,), (TLS,))
    assert canary.calls == 0


def test_k09_generated_secrets_are_found_by_key_and_never_shown(tmp_path: Path) -> None:
    root = plant(tmp_path, {"kustomization.yaml": "secretGenerator:\n- name: s\n  literals:\n  - PW=hunter2-canary\n"})
    assert "kustomization.yaml:4 kubernetes/secret_from_store" in verdict(root).findings
    for arguments in (["--verbose"], ["--format", "html"], ["--format", "sarif"]):
        completed = nova("test", str(root), *arguments)
        for value in (b"hunter2-canary", base64.b64encode(b"hunter2-canary")):
            assert value not in completed.stdout + completed.stderr


BROKEN = {
    "K02 missing file": ("resources: [a.yaml, b.yaml]", "1:21", "k does not build: resources: b.yaml does not exist"),
    "K02 unknown field": (
        "resources: [a.yaml]\nresourcess: []",
        "2:1",
        "k does not build: kustomize knows no field resourcess; the nearest field is resources",
    ),
    "K13 the same object twice": (
        "resources: [a.yaml, a.yaml]",
        "1:21",
        "k does not build: resources: Ingress web is defined twice",
    ),
    "K13 a patch for nothing": (
        "resources: [a.yaml]\npatches: [{path: p.yaml}]",
        "2:12",
        "k does not build: patches: no resource is Ingress two",
    ),
}


@pytest.mark.parametrize(("kustomization", "place", "message"), BROKEN.values(), ids=BROKEN)
def test_what_does_not_build_is_a_finding_and_its_files_are_judged(
    tmp_path: Path, kustomization: str, place: str, message: str
) -> None:
    root = kustomized(tmp_path, kustomization + "\n", **({"k/p.yaml": OTHER} if "p.yaml" in kustomization else {}))
    completed = nova("test", str(root))
    assert completed.returncode == 1
    assert f"k/kustomization.yaml:{place}  blocker  kustomize/builds  {message}" in completed.stdout.decode()
    assert TLS in verdict(root).findings


def test_k14_a_duplicate_key_among_resources_is_found_where_it_stands(tmp_path: Path) -> None:
    root = kustomized(tmp_path, "resources: [a.yaml]\n", **{"k/a.yaml": INGRESS + "spec:\n  rules: []\n"})
    found = verdict(root)
    assert found.code == 1
    assert set(found.findings) >= {"k/a.yaml:8 kustomize/builds", "k/a.yaml:8 manifest/unique_keys"}


def test_k17_one_broken_overlay_leaves_the_other_rendered(tmp_path: Path) -> None:
    plant(
        tmp_path,
        {
            "base/kustomization.yaml": "resources: [a.yaml]\n",
            "base/a.yaml": INGRESS,
            "prod/kustomization.yaml": "resources: [../base]\nnamePrefix: prod-\n",
            "dev/kustomization.yaml": "resources:\n- ../base\n- nope.yaml\n",
        },
    )
    found = verdict(tmp_path)
    assert found.code == 1
    assert {"dev/kustomization.yaml:3 kustomize/builds", "base/a.yaml:5 kubernetes/ingress_tls"} <= set(found.findings)
    assert b'Ingress "prod-web"' in nova("test", str(tmp_path)).stdout


def test_k18_two_kustomizations_in_one_folder_are_an_error(tmp_path: Path) -> None:
    root = kustomized(tmp_path, "resources: [a.yaml]\n", **{"k/kustomization.yml": "resources: [a.yaml]\n"})
    both = "two kustomization files in one folder: k/kustomization.yaml and k/kustomization.yml"
    problem = f"NOVA-K18 k/kustomization.yaml:1:1: {both}"
    assert verdict(root) == Verdict(4, (problem,), (TLS,))


@pytest.mark.parametrize("name", ["kustomization.yml", "Kustomization"])
def test_k18_every_name_and_a_byte_order_mark_are_known(tmp_path: Path, name: str) -> None:
    plant(tmp_path, {f"k/{name}": b"\xef\xbb\xbfresources: [a.yaml]\n", "k/a.yaml": INGRESS})
    assert verdict(tmp_path) == Verdict(1, (), (TLS,))
