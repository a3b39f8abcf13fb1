# METADATA
# title: Services keep the connection budget that is tested
# description: >-
#   Finds code that takes the size of its connection pool from a shared function and then raises it to a literal, so
#   that the sum which the shared function keeps no longer holds. A size from the environment passes here.
# related_resources:
# - ref: https://www.postgresql.org/docs/current/runtime-config-connection.html
# custom:
#   severity: high
#   section: "7"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Delete the override, and change the service's share in the function that divides the connections.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.pool_budget

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"%q raises its connection pool to %d after taking its share",
		[rust_crate.name(input), pool.max_connections],
	)),
	"path": ["pools", index],
} if {
	not rust_crate.illustrates(input)
	some index, pool in rust_crate.list(input, "pools")
	pool.min_override == true
	is_number(pool.max_connections)
}
