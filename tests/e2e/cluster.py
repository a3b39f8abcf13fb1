"""A cluster's front half: etcd and kube-apiserver on loopback. Nothing is scheduled, nothing runs."""

from __future__ import annotations

import json
import secrets
import ssl
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme
import yaml

from tests.e2e.api import Api, Object
from tests.e2e.programs import Programs
from tests.e2e.servers import HOST, Server, free_ports, listens, running

_ADMINISTRATORS = "system:masters"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running API server and ways to talk to it.

    It trusts *authority*, and so the servers that use what lies in *certificates*: tls.crt and tls.key, for 127.0.0.1.
    """

    folder: Path
    programs: Programs
    authority: trustme.CA
    certificates: Path
    kubeconfig: Path
    api: Api
    server: Server

    def kubectl(self, *arguments: str, stdin: str = "") -> str:
        """Return what kubectl prints. Fails with what it complains about."""
        settings = [f"--kubeconfig={self.kubeconfig}", f"--cache-dir={self.folder / 'discovery'}"]
        command = [str(self.programs.kubectl), *settings, *arguments]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=300, check=False)
        assert done.returncode == 0, f"kubectl {' '.join(arguments)}: {done.stderr}"
        return done.stdout

    def apply(self, objects: Iterable[Object]) -> None:
        """Let kubectl apply objects. Fails with its complaint."""
        self.kubectl("apply", "--server-side", "--filename=-", stdin=yaml.safe_dump_all(objects))


@contextmanager
def running_cluster(programs: Programs, folder: Path) -> Iterator[Cluster]:
    """Start etcd and kube-apiserver, which end with the context; everything they write goes to *folder*."""
    with _running_etcd(programs, folder) as etcd_url, _running_apiserver(programs, folder, etcd_url) as cluster:
        yield cluster


@contextmanager
def _running_etcd(programs: Programs, folder: Path) -> Iterator[str]:
    ports = free_ports(2)
    clients, peers = (f"http://{HOST}:{port}" for port in ports)
    command = [str(programs.etcd), f"--data-dir={folder / 'etcd'}", "--unsafe-no-fsync"]
    command += [f"--listen-client-urls={clients}", f"--advertise-client-urls={clients}"]
    command += [f"--listen-peer-urls={peers}", f"--initial-advertise-peer-urls={peers}"]
    command += [f"--initial-cluster=default={peers}"]
    with running(command, folder / "etcd.log") as server:
        server.wait_until(lambda: listens(ports[0]), "listening")
        yield clients


@contextmanager
def _running_apiserver(programs: Programs, folder: Path, etcd_url: str) -> Iterator[Cluster]:
    (port,) = free_ports(1)
    token, authority = secrets.token_hex(16), trustme.CA()
    trust = ssl.create_default_context()
    authority.configure_trust(trust)
    api = Api(port, token, trust)
    certificates = _certificates(folder, authority)
    command = [str(programs.apiserver), f"--etcd-servers={etcd_url}", *_listening(certificates, port)]
    command += _identities(folder, authority, token)
    with running(command, folder / "kube-apiserver.log") as server, closing(api):
        server.wait_until(lambda: _ready(api), "ready")
        kubeconfig = _kubeconfig(folder, authority, api)
        yield Cluster(folder, programs, authority, certificates, kubeconfig, api, server)


def _certificates(folder: Path, authority: trustme.CA) -> Path:
    certificates = folder / "certificates"
    certificates.mkdir()
    certificate = authority.issue_cert(HOST)
    certificate.private_key_pem.write_to_path(certificates / "tls.key")
    certificate.cert_chain_pems[0].write_to_path(certificates / "tls.crt")
    return certificates


def _listening(certificates: Path, port: int) -> list[str]:
    # A loopback address may not become an endpoint of the service "kubernetes", so there is none.
    return [
        *(f"--bind-address={HOST}", f"--advertise-address={HOST}", f"--secure-port={port}"),
        *(f"--tls-cert-file={certificates / 'tls.crt'}", f"--tls-private-key-file={certificates / 'tls.key'}"),
        *("--endpoint-reconciler-type=none", "--allow-privileged", "--service-cluster-ip-range=10.0.0.0/24"),
    ]


def _identities(folder: Path, authority: trustme.CA, token: str) -> list[str]:
    tokens, key = folder / "tokens.csv", folder / "service-accounts.key"
    tokens.write_text(f"{token},administrator,administrator,{_ADMINISTRATORS}\n")
    authority.issue_cert("service-accounts.test").private_key_pem.write_to_path(key)
    # Nothing here makes the accounts and tokens that the plug-in ServiceAccount asks for.
    return [
        *(f"--token-auth-file={tokens}", "--authorization-mode=RBAC", "--disable-admission-plugins=ServiceAccount"),
        *("--service-account-issuer=https://service-accounts.test", f"--service-account-key-file={key}"),
        f"--service-account-signing-key-file={key}",
    ]


def _kubeconfig(folder: Path, authority: trustme.CA, api: Api) -> Path:
    authority.cert_pem.write_to_path(folder / "authority.crt")
    cluster = {"server": f"https://{HOST}:{api.port}", "certificate-authority": str(folder / "authority.crt")}
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "e2e", "cluster": cluster}],
        "users": [{"name": "e2e", "user": {"token": api.token}}],
        "contexts": [{"name": "e2e", "context": {"cluster": "e2e", "user": "e2e"}}],
        "current-context": "e2e",
    }
    path = folder / "kubeconfig"
    path.write_text(json.dumps(config))
    return path


def _ready(api: Api) -> bool:
    try:
        return api.request("GET", "/readyz").status == 200
    except OSError:
        return False
