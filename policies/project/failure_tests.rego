# METADATA
# title: Failure of a dependency is tested
# description: >-
#   Asks services for an integration test about failure, timeout, retry or recovery that cargo runs, that can fail and
#   that uses the crate it tests; one of a circuit breaker counts. Tests about it that never run, are ignored, assert
#   nothing or do not use the crate are named beside, one per file. Tests outside Rust are not seen.
# related_resources:
# - ref: https://learn.microsoft.com/azure/architecture/patterns/circuit-breaker
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Stop the database, the broker or a called service in a test, and expect the answer that was promised for that
#     case within its deadline.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.failure_tests

import data.lib.rust_tests

deny contains {
	"msg": "No effective integration test covers a dependency that is down or slow",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"failure", "timeout"}),
} if {
	count(rust_tests.services) > 0
	count(rust_tests.effective_integration({"failure", "timeout"})) == 0
}
