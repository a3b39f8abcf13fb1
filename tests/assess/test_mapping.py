"""Denials become findings: one per fault, however many environments show it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nova_policy.assess.mapping import findings_from
from nova_policy.bundle.catalogue import Catalogue, Matcher, Policy
from nova_policy.engines.judge import PlacedDenial
from nova_policy.model import Denial, Document, Finding, InputKind, Json, KeyPath, Location, ObjectReference, Severity

POLICY = Policy(
    id="kubernetes/a",
    title="t",
    description="d",
    severity=Severity.HIGH,
    section="3",
    recommendation="P0-4",
    capability="deployment-automation",
    origin="report",
    remediation="r",
    matchers=(Matcher(("",), ("Service",)),),
    parameters=(),
    related_resources=(),
)
CATALOGUE = Catalogue({POLICY.id: POLICY}, {})


@dataclass(frozen=True, slots=True)
class Fixed:
    """A locator that always answers the same."""

    places: tuple[Location, ...]

    def locate(self, path: KeyPath) -> tuple[Location, ...]:
        return self.places


def document(line: int = 3, environment: str | None = None, name: str = "web") -> Document:
    contents: Json = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": name, "namespace": "n"},
        "spec": {"ports": [{"port": 1}, {"name": "http", "port": 2}]},
    }
    places = (Location("a.yaml", line), Location("a.yaml", 1))
    return Document("a.yaml", InputKind.KUBERNETES, contents, Fixed(places), environment)


def placed(document: Document, *path: str | int, message: str = "m") -> PlacedDenial:
    return PlacedDenial(Denial(POLICY.id, message, path), document, (), document.environment)


def findings(*denials: PlacedDenial) -> tuple[Finding, ...]:
    return findings_from(denials, CATALOGUE)


def test_a_finding_carries_what_its_policy_and_document_say() -> None:
    (finding,) = findings(placed(document(), "spec", "ports"))
    assert replace(finding, fingerprint="") == Finding(
        policy="kubernetes/a",
        severity=Severity.HIGH,
        message="m",
        location=Location("a.yaml", 3),
        related_locations=(Location("a.yaml", 1),),
        object=ObjectReference("v1", "Service", "n", "web"),
        environments=(),
        section="3",
        recommendation="P0-4",
        capability="deployment-automation",
        status=finding.status,
        fingerprint="",
    )


def test_what_several_environments_show_is_one_finding_that_lists_them() -> None:
    (finding,) = findings(*(placed(document(environment=name), "spec") for name in ("staging", "prod")))
    assert finding.environments == ("prod", "staging")


def test_two_faults_at_one_place_stay_two_findings() -> None:
    found = findings(placed(document(), "spec", message="a"), placed(document(), "spec", message="b"))
    assert [finding.message for finding in found] == ["a", "b"]
    assert len({finding.fingerprint for finding in found}) == 2


def test_a_fingerprint_outlives_moved_lines_and_new_list_items() -> None:
    (before,) = findings(placed(document(line=3), "spec", "ports", 1, "port"))
    moved = document(line=30)
    assert isinstance(moved.contents, dict)
    moved.contents["spec"] = {"ports": [{"port": 0}, {"port": 1}, {"name": "http", "port": 2}]}
    (after,) = findings(placed(moved, "spec", "ports", 2, "port"))
    assert before.fingerprint == after.fingerprint


def test_fingerprints_tell_objects_apart() -> None:
    found = findings(placed(document(name="a"), "spec"), placed(document(name="b"), "spec"))
    assert len({finding.fingerprint for finding in found}) == 2


def test_order_of_denials_does_not_matter() -> None:
    denials = [
        placed(document(line=line, environment=name), "spec", message=message)
        for line in (9, 3)
        for name in ("x", "y")
        for message in "ba"
    ]
    assert findings(*denials) == findings(*reversed(denials))
    assert [finding.location.line for finding in findings(*denials)] == [3, 3, 9, 9]
