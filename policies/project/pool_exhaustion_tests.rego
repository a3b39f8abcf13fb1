# METADATA
# title: Exhausted connection pools are tested
# description: >-
#   Where crates make connection pools, asks for a test about pools or connection limits that cargo runs and that can
#   fail; one that adds up the shares of all services counts. Tests about it that never run, are ignored, assert
#   nothing or do not use the crate are named beside, one per file. Tests outside Rust are not seen.
# related_resources:
# - ref: https://docs.rs/sqlx/latest/sqlx/pool/struct.PoolOptions.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Take all connections of a small pool, ask for one more, and expect an error within the acquire timeout and
#     recovery afterwards.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.pool_exhaustion_tests

import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No effective test covers an exhausted connection pool",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"pool"}),
} if {
	_uses_pools
	count(rust_tests.effective({"pool"})) == 0
}

_uses_pools if {
	some crate in repository.facts("RustCrate")
	not rust_crate.illustrates(crate)
	count(rust_crate.list(crate, "pools")) > 0
}
