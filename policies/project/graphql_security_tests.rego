# METADATA
# title: GraphQL introspection and injection are tested
# description: >-
#   Where a crate builds a GraphQL schema, asks for a test about introspection, the depth of queries or script
#   injection that cargo runs and that can fail. Tests about these in crates without a schema are not looked at.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/GraphQL_Cheat_Sheet.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Ask for __schema as an anonymous user and send a query that is too deep; expect both to be refused.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.graphql_security_tests

import data.lib.rust_tests

deny contains {
	"msg": "No effective test covers introspection, query depth or injection in GraphQL",
	"path": rust_tests.place,
	"related": [],
} if {
	rust_tests.some_crate_has("graphql_schemas")
	count(rust_tests.effective(_topics)) == 0
}

_topics := {"introspection", "query_depth", "xss"}
