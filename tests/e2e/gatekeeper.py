"""Gatekeeper beside the cluster, installed by its own manifests with our component that fails closed."""

from __future__ import annotations

import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.e2e.api import Object, Outcome
from tests.e2e.cluster import Cluster
from tests.e2e.manager import Manager
from tests.e2e.policies import Policies

DELIVERED = Path(__file__).parents[2] / "bundles" / "gatekeeper"
# Gatekeeper itself refuses this label everywhere, whatever the constraints say.
_PROBE: Object = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {"name": "probe", "labels": {"admission.gatekeeper.sh/ignore": "1"}},
}


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """An installed Gatekeeper: who answers the webhook, who audits, and how the API server comes to ask."""

    cluster: Cluster
    policies: Policies
    webhook: Manager
    audit: Manager
    configuration: Object

    def guard(self) -> None:
        """Let the API server ask the webhook."""
        self.cluster.apply([self.configuration])
        self.cluster.server.wait_until(lambda: not self._lets_pass(_PROBE), "asking the webhook")

    @contextmanager
    def unguarded(self) -> Iterator[None]:
        """Run the emergency command, and undo it later."""
        command = self.configuration["metadata"]["annotations"]["nova-policy.dev/emergency"].split()
        assert command[0] == "kubectl"
        self.cluster.kubectl(*command[1:])
        self.cluster.server.wait_until(lambda: self._lets_pass(_PROBE), "asking no webhook")
        try:
            yield
        finally:
            self.guard()

    def _lets_pass(self, obj: Object) -> bool:
        return self.cluster.api.apply(obj).outcome is Outcome.ADMITTED


@contextmanager
def running_gatekeeper(cluster: Cluster) -> Iterator[Gatekeeper]:
    """Install Gatekeeper and start what answers its webhook, which is not asked yet; it ends with the context."""
    manifests = list(yaml.safe_load_all(cluster.kubectl("kustomize", str(_kustomization(cluster)))))
    validating = _named(manifests, "gatekeeper-validating-webhook-configuration")
    installed = [one for one in manifests if not one["kind"].endswith("WebhookConfiguration")]
    cluster.apply([*installed, *(_pod(one) for one in manifests if one["kind"] == "Deployment")])
    # What the other manager does in its Deployment, this one does here, so that the other only runs to audit.
    alone = ("--operation=status", "--operation=generate")
    webhook = Manager(cluster, _named(manifests, "gatekeeper-controller-manager"), alone)
    audited = cluster.folder / "audited"
    audited.mkdir()
    often = ("--audit-interval=5", "--constraint-violations-limit=500", f"--api-cache-dir={audited}")
    audit = Manager(cluster, _named(manifests, "gatekeeper-audit"), often)
    try:
        webhook.start()
        yield Gatekeeper(cluster, Policies(cluster), webhook, audit, _on_loopback(validating, webhook))
    finally:
        audit.stop()
        webhook.stop()


def _kustomization(cluster: Cluster) -> Path:
    folder = cluster.folder / "gatekeeper"
    folder.mkdir()
    (folder / "gatekeeper.yaml").write_text(cluster.programs.gatekeeper_manifest.read_text())
    component = os.path.relpath(DELIVERED / "fail-closed", folder.resolve())
    content = {"resources": ["gatekeeper.yaml"], "components": [component]}
    (folder / "kustomization.yaml").write_text(yaml.safe_dump(content))
    return folder


def _named(manifests: list[Object], name: str) -> Object:
    return next(one for one in manifests if one["metadata"]["name"] == name and one["kind"] != "PodDisruptionBudget")


def _pod(deployment: Object) -> Object:
    """A manager looks its own pod up. No controller makes one, and none counts the quota of the priority class."""
    spec = {key: value for key, value in deployment["spec"]["template"]["spec"].items() if key != "priorityClassName"}
    metadata = {key: deployment["metadata"][key] for key in ("name", "namespace")}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def _on_loopback(configuration: Object, webhook: Manager) -> Object:
    """Nothing here serves a Service, so the API server is told the address."""
    bundle = base64.b64encode(webhook.cluster.authority.cert_pem.bytes()).decode()
    reached = [
        {**one, "clientConfig": {"url": webhook.url + one["clientConfig"]["service"]["path"], "caBundle": bundle}}
        for one in configuration["webhooks"]
    ]
    return {**configuration, "webhooks": reached}
