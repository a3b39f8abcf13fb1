"""`--engine opa` as its users run it: verdicts of a real server, and the exit code of each way to get none."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import trustme

from nova_policy.engines.server.address import Address
from tests.faults.trees import INGRESS, nova, plant
from tests.played_opa import played_opa
from tests.scripted_server import Asked, Reply, opa_reply, scripted

CANARY = "canary-of-a-token"


def ask(tree: Path, url: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return nova("test", str(tree), "--engine", "opa", "--server", url, *arguments, cwd=None, **environment)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "repository", {"ingress.yaml": INGRESS})


def test_a_server_finds_what_the_embedded_engine_finds(tree: Path, opa_address: Address) -> None:
    served = ask(tree, str(opa_address), "--format", "json")
    embedded = nova("test", str(tree), "--format", "json")
    assert (served.returncode, served.stderr) == (1, b"")
    report = json.loads(served.stdout)
    assert report["tool"]["engine"] == "opa"
    report["tool"]["engine"] = "wasm"
    assert report == json.loads(embedded.stdout)


def test_the_environment_names_a_server_and_the_command_line_another(tree: Path, opa_address: Address) -> None:
    assert nova("test", str(tree), "--engine", "opa", NOVA_POLICY_SERVER=str(opa_address)).returncode == 1
    assert ask(tree, str(opa_address), NOVA_POLICY_SERVER="http://127.0.0.1:1").returncode == 1
    # Who does not ask a server does not care where one is.
    assert nova("test", str(tree), NOVA_POLICY_SERVER="http://127.0.0.1:1").returncode == 1


def test_trusted_configuration_names_a_server_but_the_scanned_tree_does_not(tree: Path, opa_address: Address) -> None:
    with scripted(lambda _asked: Reply(b"", 500)) as canary:
        (tree / "nova-policy.yaml").write_text(f"engine: opa\nserver: {{url: '{canary.url}'}}\n")
        completed = nova("test", str(tree), "--format", "json")
        assert completed.returncode == 1
        report = json.loads(completed.stdout)
        assert report["configuration"]["ignored_keys"] == ["engine", "server"]
        assert report["tool"]["engine"] == "wasm"
        assert ask(tree, str(opa_address)).returncode == 1
    assert canary.asked == []
    trusted = tree.parent / "trusted.yaml"
    trusted.write_text(f"engine: opa\nserver:\n  url: {opa_address}\n  timeout: 30\n")
    completed = nova("test", str(tree), "--config", str(trusted), "--format", "json")
    assert json.loads(completed.stdout)["tool"]["engine"] == "opa"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--engine", "opa"], "give --server URL or set NOVA_POLICY_SERVER"),
        (["--server", "http://127.0.0.1:1"], "only --engine opa and --cross-check ask a server"),
        (["--token-file", "token"], "only --engine opa and --cross-check ask a server"),
        (["--engine", "opa", "--bundle", "bundles"], "--bundle: a server judges by the bundle that it has"),
        (["--engine", "opa", "--server", "nonsense"], "give http:// or https:// with a host"),
        (["--engine", "opa", "--server", "http://127.0.0.1:1", "--token-file", "/none"], "--token-file /none: cannot"),
    ],
)
def test_wrong_usage_exits_2(tree: Path, arguments: list[str], expected: str) -> None:
    completed = nova("test", str(tree), *arguments)
    assert (completed.returncode, completed.stdout) == (2, b"")
    assert expected in completed.stderr.decode()


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"deny": Reply(b"", 503)}, 6, "NOVA-S04: 503 from {url}; see the server's log"),
        ({"deny": Reply(b"<html>")}, 6, "NOVA-S05: {url}: the answer is cut short or not JSON"),
        ({"deny": opa_reply(None)}, 4, "NOVA-S06: {url}: data.main.deny is undefined there"),
        ({"catalogue": opa_reply(None), "health": Reply(b"{}", 500)}, 6, "NOVA-S08: {url}: its bundles are not active"),
        ({"deny": opa_reply([], revision="r2")}, 4, "NOVA-S09: the server's bundle nova changed during the run, twice"),
        ({"catalogue": Reply(b"{}", 401)}, 6, "NOVA-S10: 401 from {url}; check --token-file"),
        ({"catalogue": Reply(b"", 302, {"Location": "/"})}, 6, "NOVA-S12: {url}: redirects"),
        ({"catalogue": opa_reply({}, version="1.3.0")}, 6, "NOVA-S14: {url}: is OPA 1.3.0, but at least 1.4.0"),
        ({"assessment": opa_reply({})}, 5, "NOVA-G15: {url}: bundle nova: made for another version"),
    ],
)
def test_each_way_to_get_no_verdict_has_its_exit_code(
    tree: Path, changes: dict[str, Any], code: int, expected: str
) -> None:
    token = tree.parent / "token"
    token.write_text(CANARY)
    with scripted(played_opa(**changes)) as server:
        completed = ask(tree, server.url, "--server-wait", "0.2", "--token-file", str(token))
    assert (completed.returncode, completed.stdout) == (code, b"")
    assert completed.stderr.decode().startswith(f"nova: error {expected.format(url=server.url)}")
    assert len(completed.stderr.splitlines()) == 1
    assert CANARY not in completed.stderr.decode()


def test_a_server_that_leaves_answers_out_makes_the_run_incomplete(tree: Path) -> None:
    with scripted(played_opa(deny=opa_reply([]))) as server:
        completed = ask(tree, server.url)
    assert completed.returncode == 4
    assert b"INCOMPLETE" in completed.stdout
    assert b"NOVA-B09" in completed.stdout


def test_a_bundle_that_changes_once_is_asked_about_everything_again(tree: Path) -> None:
    fresh = played_opa()
    asked_before: list[str] = []

    def script(asked: Asked) -> Reply:
        """Change to r2 with the first decision."""
        is_decision = asked.path.startswith("/v1/data/main/deny")
        changed = is_decision or "deny" in asked_before
        asked_before.extend(["deny"] if is_decision else [])
        reply: Reply = fresh(asked)
        return Reply(reply.body.replace(b'"r1"', b'"r2"')) if changed else reply

    with scripted(script) as server:
        completed = ask(tree, server.url, "--format", "json")
    assert completed.returncode == 0
    assert json.loads(completed.stdout)["tool"]["bundle_revision"] == "r2"
    assert server.paths().count("/v1/data/catalogue") == 2


def test_nobody_listens(tree: Path) -> None:
    completed = ask(tree, "http://nova:hunter2@127.0.0.1:1")
    expected = "nova: error NOVA-S01: http://127.0.0.1:1: connection refused; is the server running? "
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert completed.stderr.decode() == f"{expected}`nova-policy serve` starts one\n"


def test_a_server_that_nobody_vouches_for(tree: Path) -> None:
    import ssl

    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(tls)
    with scripted(played_opa(), tls) as server:
        completed = ask(tree, server.url)
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert f"NOVA-S11: {server.url}: TLS fails: " in completed.stderr.decode()
    assert ask(tree, "http://opa.example.com").returncode == 6


def test_loopback_is_not_asked_through_a_proxy(tree: Path, opa_address: Address) -> None:
    with scripted(lambda _asked: Reply(b"", 502)) as canary:
        proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"), canary.url)
        completed = ask(tree, str(opa_address), **proxies, NO_PROXY="", no_proxy="")
    assert (completed.returncode, canary.asked) == (1, [])
