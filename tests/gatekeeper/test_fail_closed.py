"""The component that makes Gatekeeper refuse what it cannot judge, on a webhook configuration like Gatekeeper's own."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from nova_policy.process import run
from nova_policy.tools.find import find_tool
from tests.gatekeeper.gator import DELIVERED

# As Gatekeeper delivers it, cut to what the component touches and what it must leave alone.
GATEKEEPER = """
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingWebhookConfiguration
metadata:
  labels: {gatekeeper.sh/system: "yes"}
  name: gatekeeper-validating-webhook-configuration
webhooks:
- admissionReviewVersions: [v1, v1beta1]
  clientConfig: {service: {name: gatekeeper-webhook-service, namespace: gatekeeper-system, path: /v1/admit}}
  failurePolicy: Ignore
  name: validation.gatekeeper.sh
  namespaceSelector:
    matchExpressions:
    - {key: admission.gatekeeper.sh/ignore, operator: DoesNotExist}
    - {key: kubernetes.io/metadata.name, operator: NotIn, values: [gatekeeper-system]}
  rules: [{apiGroups: ["*"], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: ["*"]}]
  sideEffects: None
  timeoutSeconds: 3
- admissionReviewVersions: [v1, v1beta1]
  clientConfig: {service: {name: gatekeeper-webhook-service, namespace: gatekeeper-system, path: /v1/admitlabel}}
  failurePolicy: Fail
  name: check-ignore-label.gatekeeper.sh
  rules: [{apiGroups: [""], apiVersions: ["*"], operations: [CREATE, UPDATE], resources: [namespaces]}]
  sideEffects: None
  timeoutSeconds: 3
"""
SYSTEM = ["gatekeeper-system", "kube-node-lease", "kube-public", "kube-system"]


def test_the_webhook_fails_closed_and_says_how_to_take_it_away(tmp_path: Path) -> None:
    shutil.copytree(DELIVERED / "fail-closed", tmp_path / "fail-closed")
    (tmp_path / "gatekeeper.yaml").write_text(GATEKEEPER)
    (tmp_path / "kustomization.yaml").write_text("resources: [gatekeeper.yaml]\ncomponents: [fail-closed]\n")
    completed = run([*find_tool("kustomize").command, str(tmp_path)])
    assert completed.returncode == 0, completed.stderr.decode()
    made = yaml.safe_load(completed.stdout)
    expected = yaml.safe_load(GATEKEEPER)
    judging, labels = expected["webhooks"]
    judging["failurePolicy"] = "Fail"
    judging["namespaceSelector"]["matchExpressions"][1]["values"] = SYSTEM
    assert made["webhooks"] == [judging, labels]
    name = expected["metadata"]["name"]
    assert made["metadata"]["annotations"] == {
        "nova-policy.dev/emergency": f"kubectl delete validatingwebhookconfiguration {name}"
    }
