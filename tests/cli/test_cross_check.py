"""`--cross-check` and `serve` as their users run them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.engines.server.address import Address
from tests.faults.trees import COMMAND, INGRESS, nova, plant
from tests.played_opa import played_opa
from tests.scripted_server import scripted


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "repository", {"ingress.yaml": INGRESS})


@pytest.mark.parametrize(
    ("options", "engines"), [([], "wasm, conftest, opa"), (["--engine", "opa"], "opa, wasm, conftest")]
)
def test_all_engines_are_asked_the_chosen_one_first(tree: Path, options: list[str], engines: str) -> None:
    completed = nova("test", str(tree), "--cross-check", *options, "--format", "json")
    assert (completed.returncode, completed.stderr) == (1, b"")
    report = json.loads(completed.stdout)
    assert (report["tool"]["engine"], report["complete"]) == (engines, True)


def test_a_given_server_is_the_one_that_is_asked(tree: Path, opa_address: Address) -> None:
    assert nova("test", str(tree), "--cross-check", "--server", str(opa_address)).returncode == 1
    completed = nova("test", str(tree), "--cross-check", "--server", "http://127.0.0.1:1")
    assert (completed.returncode, completed.stdout) == (6, b"")


def test_a_difference_exits_4_and_names_policy_document_and_both_answers(tree: Path) -> None:
    revision = load_bundle().revision
    with scripted(played_opa(revision)) as server:
        completed = nova("test", str(tree), "--cross-check", "--server", server.url, "--format", "json")
    assert completed.returncode == 4
    report = json.loads(completed.stdout)
    assert report["complete"] is False
    whats = [entry["what"] for entry in report["not_assessed"]]
    expected = (
        "ingress.yaml:2:1: policy kubernetes/ingress_tls has no verdict: "
        'wasm denies "Ingress "web" serves its hosts without TLS" at spec.tls, but opa passes it'
    )
    assert whats == [expected]
    assert any(finding["policy"] == "kubernetes/ingress_tls" for finding in report["findings"])


def test_another_bundle_is_nothing_to_compare_with(tree: Path) -> None:
    with scripted(played_opa("f" * 64)) as server:
        completed = nova("test", str(tree), "--cross-check", "--server", server.url)
    assert (completed.returncode, completed.stdout) == (4, b"")
    revision = load_bundle().revision[:12]
    assert f"the server evaluates revision ffffffffffff, this installation has {revision}" in completed.stderr.decode()


def test_one_engine_is_nothing_to_compare(tree: Path, tmp_path: Path) -> None:
    completed = nova("test", str(tree), "--cross-check", PATH=str(tmp_path), NOVA_POLICY_CACHE=str(tmp_path / "cache"))
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert b"--cross-check: no conftest, opa to compare with; run `nova-policy tools install" in completed.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_server_is_started_and_gone_when_asked_to_go(tree: Path, number: signal.Signals) -> None:
    with subprocess.Popen([*COMMAND, "serve", "--port", "0"], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        url = first.partition(" at ")[2].partition(";")[0]
        assert first == f"OPA serves revision {load_bundle().revision[:12]} at {url}; Ctrl-C ends it. Try:\n"
        suggestion = process.stdout.readline().split()
        assert suggestion == ["nova-policy", "test", "--engine", "opa", "--server", url]
        assert nova(*suggestion[1:], str(tree)).returncode == 1
        process.send_signal(number)
        assert process.wait(timeout=60) == 0
    assert nova(*suggestion[1:], str(tree)).returncode == 6


def test_a_server_that_dies_is_an_error() -> None:
    command = [*COMMAND, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("OPA serves revision ")
        children = Path(f"/proc/{process.pid}/task").glob("*/children")
        (opa,) = [int(number) for path in children for number in path.read_text().split()]
        os.kill(opa, signal.SIGKILL)
        _, stderr = process.communicate(timeout=60)
    assert (process.returncode, stderr.count("\n")) == (6, 1)
    assert stderr.startswith("nova: error NOVA-S01: opa ended: ")


def test_a_port_that_is_taken_is_an_error(opa_address: Address) -> None:
    completed = nova("serve", "--port", str(opa_address.port))
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert "address already in use" in completed.stderr.decode()
