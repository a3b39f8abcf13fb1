"""What a cluster's audit says, read and held against what it leaves out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nova_policy.bundle.load import load_bundle
from nova_policy.errors import NothingToCheckError, UsageError
from nova_policy.gatekeeper.audit import Audit, Violation, read_audit
from nova_policy.gatekeeper.cluster_report import cluster_report
from nova_policy.model import Denial, ObjectReference, Severity

MESSAGE = 'Ingress "web" serves its hosts without TLS'
WEB = ObjectReference("networking.k8s.io/v1", "Ingress", "shop", "web")
LISTED = {
    "group": "networking.k8s.io",
    "version": "v1",
    "kind": "Ingress",
    "namespace": "shop",
    "name": "web",
    "message": MESSAGE,
    "enforcementAction": "scoped",
    "enforcementActions": ["warn"],
}


def constraint(policy: str = "kubernetes/ingress_tls", **status: Any) -> dict[str, Any]:
    audited = {"auditTimestamp": "2026-11-27T00:00:00Z", "totalViolations": 1, "violations": [LISTED]}
    return {
        "apiVersion": "constraints.gatekeeper.sh/v1beta1",
        "kind": "NovaIngressTls",
        "metadata": {"name": "ingress-tls", "annotations": {"nova-policy.dev/policy": policy}},
        "status": {**audited, **status},
    }


def exported(message: str, **fields: Any) -> dict[str, Any]:
    return {"id": "2026-11-27T00:00:00Z", "message": message, **fields}


def read(*values: Any) -> Audit:
    text = "\n".join(json.dumps(value) for value in values)
    return read_audit(text.encode(), "audit.json", load_bundle().catalogue)


def listing(*items: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "List", "items": list(items)}


def test_the_status_of_constraints_is_read() -> None:
    clean = constraint("kubernetes/ingress_cors", totalViolations=0, violations=[])
    assert read(listing(constraint(), clean)) == Audit(
        (Violation(Denial("kubernetes/ingress_tls", MESSAGE, ()), WEB),),
        frozenset({"kubernetes/ingress_tls", "kubernetes/ingress_cors"}),
        (),
    )


def test_one_constraint_is_as_good_as_a_list() -> None:
    assert read(constraint()) == read(listing(constraint()))


def test_constraints_of_others_are_left_alone() -> None:
    other = constraint()
    del other["metadata"]["annotations"]
    assert read(listing(other, constraint())) == read(constraint())
    with pytest.raises(NothingToCheckError, match="nothing in it is of one of our policies"):
        read(listing(other))


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        ({"totalViolations": 57}, "NOVA-K02 constraint NovaIngressTls/ingress-tls lists 1 of 57 violations"),
        ({"totalViolations": None}, "NOVA-K02 constraint NovaIngressTls/ingress-tls lists 1 of None violations"),
        ({"auditTimestamp": None}, "NOVA-K01 constraint NovaIngressTls/ingress-tls was never audited"),
        (
            {"byPod": [{"id": "a", "enforced": True}, {"id": "b", "enforced": False}]},
            "NOVA-K03 constraint NovaIngressTls",
        ),
        ({"byPod": [{"id": "a", "errors": [{"message": "x"}]}]}, "NOVA-K03 constraint NovaIngressTls/ingress-tls"),
    ],
    ids=["capped", "uncounted", "never audited", "not enforced", "in error"],
)
def test_what_the_status_does_not_tell_makes_the_report_incomplete(status: dict[str, Any], problem: str) -> None:
    (found,) = read(constraint(**status)).problems
    assert str(found).startswith(problem)
    assert found.exit_code == 4


def test_a_policy_that_the_bundle_has_not_is_named() -> None:
    (found,) = read(constraint("kubernetes/gone")).problems
    assert str(found).startswith("NOVA-K05 constraint NovaIngressTls/ingress-tls is of policy kubernetes/gone")


def test_an_exported_audit_knows_the_place_in_the_object() -> None:
    details = {"policy": "kubernetes/ingress_tls", "path": ["spec", "tls"], "section": "3", "recommendation": "P0-4"}
    resource = {
        "resourceGroup": "networking.k8s.io",
        "resourceAPIVersion": "v1",
        "resourceKind": "Ingress",
        "resourceNamespace": "shop",
        "resourceName": "web",
    }
    violation = exported(MESSAGE, eventType="violation_audited", details=details, kind="NovaIngressTls", **resource)
    earlier = {**violation, "id": "2026-11-26T00:00:00Z"}
    audit = read(earlier, exported("audit is started"), violation, exported("audit is completed"))
    assert audit == Audit(
        (Violation(Denial("kubernetes/ingress_tls", MESSAGE, ("spec", "tls")), WEB),),
        frozenset({"kubernetes/ingress_tls"}),
        (),
    )
    renamed = {**violation, "details": {"policy": "kubernetes/gone"}}
    of_others = {**violation, "details": {"missing_labels": ["owner"]}}
    unknown = read(renamed, of_others, exported("audit is completed"))
    assert [problem.code for problem in unknown.problems] == ["NOVA-K05"]
    cut = read(exported("audit is started"), violation)
    assert [problem.code for problem in cut.problems] == ["NOVA-K04"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"", "audit.json: holds neither constraints nor messages of an audit"),
        (b'{"kind": "Pod"}', "audit.json: holds neither constraints nor messages of an audit"),
        (b'{"items": []}\n{"a": \n', "audit.json:2: not JSON from here on"),
        (b"\xff", "audit.json: not UTF-8 at byte 0"),
        (b"[" * 100_000, "audit.json:1: not JSON from here on"),
    ],
    ids=["empty", "something else", "broken", "latin", "deep"],
)
def test_what_is_no_audit_is_an_error(text: bytes, complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_audit(text, "audit.json", load_bundle().catalogue)
    assert str(caught.value).startswith(complaint)


def test_an_empty_list_is_nothing_to_check() -> None:
    with pytest.raises(NothingToCheckError, match="lists nothing"):
        read(listing())


def test_a_violation_becomes_a_finding_of_the_assessment() -> None:
    report = cluster_report(read(constraint()), load_bundle())
    (finding,) = report.findings
    assert (finding.severity, finding.section, finding.recommendation) == (Severity.BLOCKER, "3", "P0-4")
    assert (finding.message, finding.object) == (MESSAGE, WEB)
    assert str(finding.location) == "cluster/shop/Ingress/web:1:1"
    assert report.complete
    assert report.claims == ()
    assert "kubernetes/ingress_cors" in report.not_applicable
    (open_part,) = [part for part in report.recommendations if part.id == "P0-4"]
    assert open_part.open_findings == 1
    assert (open_part.remaining_hours or 0) > 0
