"""Whatever makes a Pod is judged itself: the Constraints name every kind of workload, so nothing has to be expanded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nova_policy.bundle.load import load_bundle
from nova_policy.gatekeeper.admission import admitted
from tests.gatekeeper.gator import gator_test

POD: dict[str, Any] = {
    "containers": [
        {
            "name": "web",
            "image": "shop/web:latest",
            "ports": [{"containerPort": 8080}],
            "env": [{"name": "DB_PASSWORD", "value": "admin123"}],
            "privileged": True,
        }
    ]
}
TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": POD}
GROUPS = {"Pod": "v1", "Job": "batch/v1", "CronJob": "batch/v1", "Rollout": "argoproj.io/v1alpha1"}
WORKLOADS = ("CronJob", "DaemonSet", "Deployment", "Job", "Pod", "Rollout", "StatefulSet")


def workload(kind: str) -> dict[str, Any]:
    spec: Any = {"template": TEMPLATE}
    if kind == "Pod":
        spec = POD
    if kind == "CronJob":
        spec = {"schedule": "@daily", "jobTemplate": {"spec": spec}}
    return {
        "apiVersion": GROUPS.get(kind, "apps/v1"),
        "kind": kind,
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": spec,
    }


def test_every_workload_is_refused_for_what_its_pods_would_be_refused_for(tmp_path: Path) -> None:
    policies = admitted(load_bundle().catalogue.policies.values())
    kinds = {policy.id: {kind for matcher in policy.matchers for kind in matcher.kinds} for policy in policies}
    of_pods = {policy for policy, named in kinds.items() if set(WORKLOADS) <= named}
    found = gator_test([workload(kind) for kind in WORKLOADS], tmp_path / "objects")
    denied = {(item["metadata"]["details"]["policy"], item["violatingObject"]["kind"]) for item in found}
    assert {pair for pair in denied if pair[0] in of_pods} == {
        (policy, kind) for policy in of_pods for kind in WORKLOADS
    }
    assert len(of_pods) > 5


def test_every_policy_of_pods_names_what_makes_them() -> None:
    for policy in admitted(load_bundle().catalogue.policies.values()):
        kinds = {kind for matcher in policy.matchers for kind in matcher.kinds}
        assert "Pod" not in kinds or {"Deployment", "StatefulSet", "Rollout"} <= kinds, policy.id
