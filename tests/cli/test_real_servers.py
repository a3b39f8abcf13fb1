"""`--engine opa` against real OPA servers as they are set up, well or badly."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import trustme

from nova_policy.bundle.archive import BUNDLE_NAME, pack, unpack
from nova_policy.bundle.load import load_bundle
from nova_policy.bundle.opa import Opa
from nova_policy.engines.server.local import local_server
from nova_policy.process import running
from nova_policy.tools.find import find_tool
from tests.faults.trees import INGRESS, nova, plant
from tests.scripted_server import Reply, scripted
from tests.standing_still import stand_still

AUTHORIZATION = """\
package system.authz

default allow := false

allow if input.identity == "canary-of-a-token"
"""


def ask(tree: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return nova("test", str(tree), "--engine", "opa", "--server", url, *arguments)


@contextmanager
def opa(port: int, *arguments: str) -> Iterator[None]:
    """Run OPA with these arguments, from when it listens."""
    listen = ["--addr", f"127.0.0.1:{port}", "--skip-version-check", "--log-level", "error"]
    command = [*find_tool("opa").command, "run", "--server", *listen, *arguments]
    with running(command, memory_limit=None) as program:
        while not listens(port):
            assert not program.ended, program.complaint
            time.sleep(0.05)
        yield


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    return plant(tmp_path / "repository", {"ingress.yaml": INGRESS})


@pytest.fixture
def bundle() -> Path:
    return load_bundle().folder / BUNDLE_NAME


def test_one_that_stands_still(tree: Path, bundle: Path) -> None:
    with local_server(find_tool("opa").command, bundle) as server:
        stand_still(server.program.pid)
        completed = ask(tree, str(server.address), "--server-timeout", "1")
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert f"NOVA-S02: {server.address}: no answer within 1 s" in completed.stderr.decode()


def from_service(url: str, *more: str) -> Sequence[str]:
    """Let OPA fetch its bundle from a service."""
    settings = [f"services.own.url={url}", "bundles.nova.service=own", "bundles.nova.resource=nova.tar.gz", *more]
    return [f"--set={setting}" for setting in settings]


def test_one_whose_bundle_service_is_dead(tree: Path, unused_port: int) -> None:
    url = f"http://127.0.0.1:{unused_port}"
    with opa(unused_port, *from_service("http://127.0.0.1:1")):
        completed = ask(tree, url, "--server-wait", "1")
    assert (completed.returncode, completed.stdout) == (6, b"")
    assert f"NOVA-S08: {url}: its bundles are not active after 1 s" in completed.stderr.decode()


def test_one_with_the_policies_but_no_bundle(tree: Path, unused_port: int, bundle: Path, tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    for name, content in unpack(bundle.read_bytes()).items():
        if name != ".manifest":
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    url = f"http://127.0.0.1:{unused_port}"
    with opa(unused_port, str(folder)):
        completed = ask(tree, url)
    assert (completed.returncode, completed.stdout) == (4, b"")
    assert f"NOVA-S06: {url}: no bundle there owns the policies" in completed.stderr.decode()


def test_one_that_checks_no_signature_where_one_is_demanded(tree: Path, unused_port: int, bundle: Path) -> None:
    url = f"http://127.0.0.1:{unused_port}"
    with scripted(lambda _asked: Reply(bundle.read_bytes())) as service, opa(unused_port, *from_service(service.url)):
        assert ask(tree, url).returncode == 1
        completed = ask(tree, url, "--server-signed")
    assert (completed.returncode, completed.stdout) == (5, b"")
    expected = f"NOVA-G03: {url}: checks no signature of bundle nova, which --server-signed demands"
    assert expected in completed.stderr.decode()


def test_one_that_checks_the_signature_of_its_bundle(
    tree: Path, unused_port: int, bundle: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "key"
    secret.write_text("a-key-of-this-test-alone-32-bytes")
    binary = Opa(find_tool("opa").command)
    sign = ["--signing-alg", "HS256", "--signing-key", str(secret), "--output-file-path", str(tmp_path)]
    binary.run("sign", *sign, "--bundle", str(bundle))
    signatures = (tmp_path / ".signatures.json").read_bytes()
    signed = pack({**unpack(bundle.read_bytes()), ".signatures.json": signatures})
    config = tmp_path / "opa.json"
    key = {"algorithm": "HS256", "key": secret.read_text()}
    config.write_text(json.dumps({"keys": {"own": key}}))
    options = [f"--config-file={config}", "--set=bundles.nova.signing.keyid=own"]
    url = f"http://127.0.0.1:{unused_port}"
    with scripted(lambda _asked: Reply(signed)) as service, opa(unused_port, *from_service(service.url), *options):
        assert ask(tree, url, "--server-signed").returncode == 1


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    for name in ("127.0.0.1", "nova"):
        certificate = authority.issue_cert(name)
        certificate.private_key_pem.write_to_path(tmp_path / f"{name}.key")
        certificate.cert_chain_pems[0].write_to_path(tmp_path / f"{name}.pem")
    return authority


@pytest.mark.usefixtures("authority")
def test_one_that_wants_a_certificate(tree: Path, unused_port: int, bundle: Path, tmp_path: Path) -> None:
    tls = ["--tls-cert-file", f"{tmp_path}/127.0.0.1.pem", "--tls-private-key-file", f"{tmp_path}/127.0.0.1.key"]
    tls += ["--tls-ca-cert-file", f"{tmp_path}/ca.pem", "--authentication", "tls"]
    url, trust = f"https://127.0.0.1:{unused_port}", ["--server-ca", f"{tmp_path}/ca.pem"]
    ours = ["--client-cert", f"{tmp_path}/nova.pem", "--client-key", f"{tmp_path}/nova.key"]
    with opa(unused_port, *tls, "--bundle", str(bundle)):
        assert ask(tree, url, *trust, *ours).returncode == 1
        for arguments in (trust, ours):
            completed = ask(tree, url, *arguments)
            assert (completed.returncode, completed.stdout) == (6, b"")
            assert f"NOVA-S11: {url}: TLS fails: " in completed.stderr.decode()


def test_one_that_wants_a_token(tree: Path, unused_port: int, bundle: Path, tmp_path: Path) -> None:
    manifest = b'{"revision": "a1", "roots": ["system/authz"]}'
    (tmp_path / "authz.tar.gz").write_bytes(pack({"authz.rego": AUTHORIZATION.encode(), ".manifest": manifest}))
    (tmp_path / "token").write_text("canary-of-a-token\n")
    (tmp_path / "other").write_text("canary-of-another\n")
    guard = ["--authentication", "token", "--authorization", "basic"]
    url = f"http://127.0.0.1:{unused_port}"
    with opa(unused_port, *guard, "--bundle", str(bundle), str(tmp_path / "authz.tar.gz")):
        assert ask(tree, url, "--token-file", str(tmp_path / "token")).returncode == 1
        for arguments in ([], ["--token-file", str(tmp_path / "other")]):
            completed = ask(tree, url, *arguments)
            assert (completed.returncode, completed.stdout) == (6, b"")
            assert f"NOVA-S10: 401 from {url}: unauthorized: " in completed.stderr.decode()
            assert b"canary" not in completed.stderr
