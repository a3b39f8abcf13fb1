"""Gatekeeper beside the cluster, installed by its own manifests with our component that fails closed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.e2e.api import Object
from tests.e2e.cluster import Cluster
from tests.e2e.manager import Manager
from tests.e2e.policies import Policies
from tests.e2e.webhook import Webhook

DELIVERED = Path(__file__).parents[2] / "bundles" / "gatekeeper"
# Gatekeeper itself refuses this label everywhere, whatever the constraints say.
_REFUSED: Object = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {"name": "exempt", "labels": {"admission.gatekeeper.sh/ignore": "1"}},
}


@dataclass(frozen=True, slots=True)
class Gatekeeper:
    """An installed Gatekeeper: who answers at the *door*, and who audits."""

    cluster: Cluster
    policies: Policies
    webhook: Manager
    audit: Manager
    door: Webhook


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
    door = Webhook(cluster, webhook.url, validating, _REFUSED)
    try:
        webhook.start()
        yield Gatekeeper(cluster, Policies(cluster, webhook), webhook, audit, door)
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
