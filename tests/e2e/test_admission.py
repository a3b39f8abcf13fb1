"""What nova-policy finds in a manifest is what the API server refuses, from the same source."""

from __future__ import annotations

import pytest

from nova_policy.model import Severity
from tests.e2e.api import Object, Outcome, Verdict
from tests.e2e.examples import Examples, JudgedObject
from tests.e2e.gatekeeper import Gatekeeper

pytestmark = pytest.mark.e2e

Verdicts = dict[str, Verdict]


def verdicts(gatekeeper: Gatekeeper, objects: tuple[JudgedObject, ...]) -> Verdicts:
    return {str(obj): gatekeeper.cluster.api.apply(obj.contents) for obj in objects}


def denial(obj: JudgedObject) -> Verdict:
    reasons = tuple(sorted(map(str, obj.at_the_door)))
    return Verdict(Outcome.DENIED, reasons) if reasons else Verdict(Outcome.ADMITTED)


def warning(obj: JudgedObject) -> Verdict:
    grave = (reason for reason in obj.at_the_door if reason.severity.rank <= Severity.HIGH.rank)
    return Verdict(Outcome.ADMITTED, warnings=tuple(sorted(map(str, grave))))


def rejected(found: Verdicts) -> set[str]:
    return {name for name, verdict in found.items() if verdict.outcome is Outcome.REJECTED}


def test_exactly_the_objects_with_findings_are_denied_with_their_messages(
    denying: Gatekeeper, examples: Examples
) -> None:
    objects = examples["nova"]
    found = verdicts(denying, objects)
    assert rejected(found) == {str(obj) for obj in objects if obj.is_rejected}
    assert found == {str(obj): found[str(obj)] if str(obj) in rejected(found) else denial(obj) for obj in objects}


def test_everything_of_the_fixed_twin_is_admitted(denying: Gatekeeper, examples: Examples) -> None:
    objects = examples["nova-fixed"]
    assert verdicts(denying, objects) == {str(obj): Verdict(Outcome.ADMITTED) for obj in objects}


def test_as_delivered_nothing_is_denied_and_grave_findings_are_warned_about(
    delivered: Gatekeeper, examples: Examples
) -> None:
    objects = examples["nova"]
    found = verdicts(delivered, objects)
    assert rejected(found) == {str(obj) for obj in objects if obj.is_rejected}
    assert found == {str(obj): found[str(obj)] if str(obj) in rejected(found) else warning(obj) for obj in objects}


def test_the_model_has_objects_of_either_kind_and_no_two_are_called_the_same(examples: Examples) -> None:
    assert {bool(obj.at_the_door) for obj in examples["nova"]} == {True, False}
    assert all(len({str(obj) for obj in objects}) == len(objects) for objects in examples.values())


def test_nothing_gets_worse_by_a_change(denying: Gatekeeper, examples: Examples) -> None:
    api = denying.cluster.api
    good = next(obj.contents for obj in examples["nova-fixed"] if obj.contents["kind"] == "Ingress")
    worse = {**good, "spec": {key: value for key, value in good["spec"].items() if key != "tls"}}
    assert api.apply(good, dry_run=False) == Verdict(Outcome.ADMITTED)
    try:
        verdict = api.apply(worse)
    finally:
        api.request("DELETE", str(api.path(good)))
    assert verdict.outcome is Outcome.DENIED
    assert [reason.partition("]")[0] for reason in verdict.reasons] == ["[ingress-tls"]


def test_without_the_webhooks_server_all_is_refused_but_what_the_cluster_needs_to_come_up(
    denying: Gatekeeper, examples: Examples
) -> None:
    objects = (*examples["nova"], *examples["nova-fixed"])
    needed = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "dns", "namespace": "kube-system"}}
    with denying.webhook.stopped():
        refused = [denying.cluster.api.apply(obj.contents) for obj in objects if not obj.is_rejected]
        admitted = denying.cluster.api.apply(needed)
    assert {verdict.outcome for verdict in refused} == {Outcome.UNREACHABLE}
    assert admitted == Verdict(Outcome.ADMITTED)


def test_a_webhook_that_never_answers_refuses(denying: Gatekeeper, examples: Examples) -> None:
    with denying.webhook.hanging():
        verdict = denying.cluster.api.apply(examples["nova-fixed"][0].contents)
    assert verdict.outcome is Outcome.UNREACHABLE


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"apiVersion": "networking.k8s.io/v7"}, "no kind networking.k8s.io/v7 Ingress"),
        ({"metadata": {"name": "web", "namespace": "nowhere"}}, 'namespaces "nowhere" not found'),
        (
            {"spec": {"defaultBackend": {}}},
            "resource or service backend is required",
        ),
        ({"spec": {"rule": []}}, ".spec.rule: field not declared in schema"),
    ],
)
def test_what_the_api_server_itself_rejects_is_told_apart(denying: Gatekeeper, change: Object, complaint: str) -> None:
    api = denying.cluster.api
    ingress = {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "namespace": "default"},
        "spec": {"rules": [{"host": "a.example.com"}]},
    }
    assert api.apply(ingress).outcome is Outcome.DENIED
    verdict = api.apply({**ingress, **change})
    assert verdict.outcome is Outcome.REJECTED
    assert complaint in verdict.reasons[0]
