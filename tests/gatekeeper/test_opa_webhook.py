"""The bundle as an admission webhook without Gatekeeper: a real OPA server answers what an API server would ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest
import yaml

from nova_policy.bundle.archive import BUNDLE_NAME, pack
from nova_policy.bundle.load import delivered_folder, load_bundle
from nova_policy.engines.protocol import Question
from nova_policy.engines.server.address import Address
from nova_policy.engines.server.local import local_server
from nova_policy.engines.wasm import WasmEngine
from nova_policy.model import Severity
from nova_policy.tools.find import find_tool

GUIDE = Path(__file__).parents[2] / "docs" / "gatekeeper.md"
UID = "705ab4f5-6393-11e8-b7cc-42010a800002"
INGRESS: dict[str, Any] = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {"name": "web", "namespace": "shop"},
    "spec": {"ingressClassName": "nginx", "rules": [{"host": "web.example.com"}]},
}
REQUEST = {
    "uid": UID,
    "kind": {"group": "networking.k8s.io", "version": "v1", "kind": "Ingress"},
    "resource": {"group": "networking.k8s.io", "version": "v1", "resource": "ingresses"},
    "operation": "CREATE",
    "userInfo": {"username": "ann"},
    "object": INGRESS,
    "dryRun": False,
}
NOT_TLS = '[kubernetes/ingress_tls] Ingress "web" serves its hosts without TLS'


def documented() -> Any:
    """Return the webhook of the configuration that docs/gatekeeper.md tells to apply."""
    (text,) = re.findall(r"```yaml\n(apiVersion: admissionregistration.+?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    (hook,) = yaml.safe_load(text)["webhooks"]
    return hook


@pytest.fixture(scope="module")
def webhook() -> Iterator[Address]:
    with local_server(find_tool("opa").command, delivered_folder() / BUNDLE_NAME) as server:
        yield server.address


def review(**changes: Any) -> dict[str, Any]:
    return {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "request": {**REQUEST, **changes}}


def post(address: Address, body: bytes) -> tuple[int, bytes]:
    with closing(HTTPConnection(address.host, address.port, timeout=30)) as connection:
        connection.request(
            "POST", documented()["clientConfig"]["service"]["path"], body, {"Content-Type": "application/json"}
        )
        answer = connection.getresponse()
        return answer.status, answer.read()


def ask(address: Address, body: Any) -> dict[str, Any]:
    status, text = post(address, json.dumps(body).encode())
    assert status == 200
    value: dict[str, Any] = json.loads(text)
    response: dict[str, Any] = value.pop("response")
    assert value == {"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview"}
    return response


def test_the_verdict_is_that_of_every_engine(webhook: Address) -> None:
    bundle = load_bundle()
    known = bundle.catalogue.policies
    alone = [policy for policy in known.values() if policy.room == "kubernetes"]
    asked = tuple(policy.id for policy in alone if any("Ingress" in matcher.kinds for matcher in policy.matchers))
    answer = WasmEngine(bundle.module).evaluate([Question("0", asked, INGRESS)], {})
    lines: dict[bool, list[str]] = {True: [], False: []}
    for denial in answer.denials["0"]:
        severe = known[denial.policy].severity in (Severity.BLOCKER, Severity.HIGH)
        lines[severe].append(f"[{denial.policy}] {denial.message}")
    assert NOT_TLS in lines[True]
    assert lines[False]
    assert ask(webhook, review()) == {
        "uid": UID,
        "allowed": False,
        "status": {"code": 403, "message": "\n".join(sorted(lines[True]))},
        "warnings": sorted(lines[False]),
    }


def test_a_dry_run_is_judged_alike(webhook: Address) -> None:
    assert ask(webhook, review(dryRun=True)) == ask(webhook, review())


def test_an_object_whose_name_is_yet_to_be_made_is_named_by_its_beginning(webhook: Address) -> None:
    unnamed = {**INGRESS, "metadata": {"generateName": "web-"}}
    assert NOT_TLS.replace("web", "web-") in ask(webhook, review(object=unnamed))["status"]["message"].splitlines()


@pytest.mark.parametrize(
    "changes",
    [
        {"operation": "DELETE", "object": None, "oldObject": INGRESS},
        {"operation": "CONNECT", "object": None},
        {"subResource": "status", "operation": "UPDATE"},
        {"object": {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}},
    ],
    ids=["deletion", "connection", "status", "another kind"],
)
def test_what_no_policy_judges_is_admitted(webhook: Address, changes: dict[str, Any]) -> None:
    assert ask(webhook, review(**changes)) == {"uid": UID, "allowed": True}


@pytest.mark.parametrize(
    ("body", "uid", "reason"),
    [
        (review(object=None), UID, "the request has no object"),
        (review(uid=7), "", "the request has no uid"),
        ({**review(), "apiVersion": "admission.k8s.io/v1beta1"}, UID, "this is no AdmissionReview"),
        ({"kind": "Pod"}, "", "the request names no operation"),
        ([], "", "the request has no uid"),
    ],
    ids=["no object", "odd uid", "another version", "no review", "a list"],
)
def test_a_malformed_review_is_refused_with_the_reason(webhook: Address, body: Any, uid: str, reason: str) -> None:
    response = ask(webhook, body)
    assert (response["uid"], response["allowed"], response["status"]["code"]) == (uid, False, 400)
    assert reason in response["status"]["message"]


def test_the_documented_configuration_fails_closed_and_asks_for_what_the_policies_judge() -> None:
    hook = documented()
    assert (hook["failurePolicy"], hook["sideEffects"]) == ("Fail", "None")
    assert hook["rules"][0]["operations"] == ["CREATE", "UPDATE"]
    assert hook["rules"][0]["resources"] == ["*", "pods/ephemeralcontainers"]


def test_what_is_not_json_is_no_review_at_all(webhook: Address) -> None:
    assert post(webhook, b"{")[0] == 400


def test_a_bundle_without_this_entry_answers_nothing_that_admits(tmp_path: Path) -> None:
    # An API server takes this for a failure, and failurePolicy decides.
    bundle = tmp_path / "bundle.tar.gz"
    bundle.write_bytes(pack({"other.rego": b"package other\n", ".manifest": b'{"roots": ["other"]}'}))
    with local_server(find_tool("opa").command, bundle) as server:
        assert post(server.address, json.dumps(review()).encode())[0] == 404
