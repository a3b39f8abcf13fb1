"""What a cluster already holds is reported like what stands in files."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
import yaml

from tests.e2e.examples import MISPLACED_FIELDS, Examples, JudgedObject
from tests.e2e.gatekeeper import Gatekeeper
from tests.e2e.product import nova_policy

pytestmark = pytest.mark.e2e

Found = tuple[str, str, str]


@contextmanager
def stored(gatekeeper: Gatekeeper, objects: Sequence[JudgedObject]) -> Iterator[None]:
    """Have objects in the cluster that came before anybody asked, by a client that leaves out unknown fields."""
    manifests = yaml.safe_dump_all([obj.contents for obj in objects])
    with gatekeeper.door.unguarded():
        gatekeeper.cluster.kubectl("create", "--validate=ignore", "--filename=-", stdin=manifests)
    try:
        yield
    finally:
        gatekeeper.cluster.kubectl("delete", "--filename=-", stdin=manifests)


def reported(constraints: str) -> list[Found]:
    printed = nova_policy("gatekeeper", "audit", "-", "--format=json", expected=1, stdin=constraints)
    findings = json.loads(printed)["findings"]
    return [(one["location"]["path"], one["policy"], one["message"]) for one in findings]


def expected(objects: Sequence[JudgedObject]) -> Iterator[Found]:
    for obj in objects:
        metadata = obj.contents["metadata"]
        place = f"cluster/{metadata.get('namespace', '-')}/{obj.contents['kind']}/{metadata['name']}"
        known = (reason for reason in obj.reasons if reason.policy != MISPLACED_FIELDS)
        yield from ((place, reason.policy, reason.message) for reason in known)


def test_the_audit_finds_in_stored_objects_what_is_found_in_their_files(
    delivered: Gatekeeper, examples: Examples
) -> None:
    cluster = delivered.cluster
    objects = [obj for obj in examples["nova"] if obj.environment == "dev" and obj.contents["kind"] != "Namespace"]
    assert {policy.partition("/")[0] for _, policy, _ in expected(objects)} == {"environment", "kubernetes"}
    with stored(delivered, objects), delivered.audit.started():
        delivered.audit.server.wait_until(delivered.policies.audited, "having been audited")
        found = reported(cluster.kubectl("get", "constraints", "--output=json"))
    places = {place for place, _, _ in expected(objects)}
    assert sorted(one for one in found if one[0] in places) == sorted(expected(objects))
