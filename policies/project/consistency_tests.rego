# METADATA
# title: Data consistency across services is tested
# description: >-
#   Where several services share data, asks for an integration test about consistency, idempotency, deduplication or
#   an outbox that cargo runs, that can fail and that uses the crate it tests. Tests about it that never run, are
#   ignored, assert nothing or do not use the crate are named beside, one per file. Tests outside Rust are not seen.
# related_resources:
# - ref: https://microservices.io/patterns/data/transactional-outbox.html
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Start two services with their databases and broker, write through one, and expect the other to agree, once and
#     also when the event comes twice.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.consistency_tests

import data.lib.rust_tests

deny contains {
	"msg": "No effective integration test checks that services agree on their data",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"consistency"}),
} if {
	count(rust_tests.services) > 1
	count(rust_tests.effective_integration({"consistency"})) == 0
}
