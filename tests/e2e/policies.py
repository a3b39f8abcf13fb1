"""Templates and constraints as `nova-policy gatekeeper build` writes them, installed as a user would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.api import Object
from tests.e2e.cluster import Cluster
from tests.e2e.manager import Manager


@dataclass
class Policies:
    """What a cluster enforces: the templates and constraints of one folder at a time."""

    cluster: Cluster
    webhook: Manager
    _enforced: Path | None = None

    def enforce(self, library: Path) -> None:
        """Apply the templates and constraints in the folder *library*, and wait until Gatekeeper enforces them."""
        if library == self._enforced:
            return
        server = self.webhook.server
        self._apply(library / "library")
        server.wait_until(lambda: all(map(_created, self._listed("constrainttemplates"))), "serving constraints")
        self._apply(library / "constraints")
        server.wait_until(lambda: all(map(_enforced, self.constraints())), "enforcing all constraints")
        assert len(self.constraints()) == len(self._listed("constrainttemplates"))
        self._enforced = library

    def constraints(self) -> list[Object]:
        """Return all constraints of the cluster with their status."""
        return self._listed("constraints")

    def audited(self) -> bool:
        """Tell whether every constraint has been audited."""
        return all(one["status"].get("auditTimestamp") for one in self.constraints())

    def _apply(self, folder: Path) -> None:
        self.cluster.kubectl("apply", "--server-side", "--kustomize", str(folder))

    def _listed(self, kinds: str) -> list[Object]:
        found: list[Object] = json.loads(self.cluster.kubectl("get", kinds, "--output=json"))["items"]
        return found


def _created(template: Object) -> bool:
    status = template.get("status", {})
    errors = [error for pod in status.get("byPod", ()) for error in pod.get("errors", ())]
    assert not errors, f"{template['metadata']['name']}: {errors}"
    return bool(status.get("created"))


def _enforced(constraint: Object) -> bool:
    generation = constraint["metadata"]["generation"]
    pods = constraint.get("status", {}).get("byPod", ())
    return any(pod.get("enforced") and pod.get("observedGeneration") == generation for pod in pods)
