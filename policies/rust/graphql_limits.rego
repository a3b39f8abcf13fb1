# METADATA
# title: The GraphQL schema limits depth, complexity and introspection
# description: >-
#   Judges every schema built in production code: limit_depth, limit_complexity, and introspection switched off (also
#   under a condition). Limits that a proxy or an extension enforces are not seen.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Call limit_depth and limit_complexity on the schema builder, and disable_introspection unless the process runs
#     for development.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.graphql_limits

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"The GraphQL schema of %q does not limit %s",
		[rust_crate.name(input), concat(", ", lacking)],
	)),
	"path": ["graphql_schemas", index],
} if {
	not rust_crate.illustrates(input)
	some index, schema in rust_crate.list(input, "graphql_schemas")
	lacking := [name | some [field, name] in _limits; schema[field] == false]
	count(lacking) > 0
}

_limits := [["limits_depth", "depth"], ["limits_complexity", "complexity"], ["introspection_disabled", "introspection"]]
