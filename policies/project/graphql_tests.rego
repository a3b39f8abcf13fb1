# METADATA
# title: The GraphQL endpoint is tested
# description: >-
#   Where a crate builds a GraphQL schema, asks for a test that queries it through its endpoint, or an integration
#   test that executes the crate's schema; cargo must run it and it must be able to fail. A unit test that executes a
#   schema of its own does not count. It is named beside, and so are tests about it that never run, are ignored, assert
#   nothing or do not use the crate, one per file.
# related_resources:
# - ref: https://graphql.org/learn/serving-over-http/
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Post queries and mutations to /graphql of the app under test, and assert data, errors and status.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.graphql_tests

import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No effective test queries the GraphQL endpoint",
	"path": rust_tests.place,
	"related": sort({place | some place in rust_tests.ineffective({"graphql"})} | _beside),
} if {
	rust_tests.some_crate_has("graphql_schemas")
	not _is_tested
}

_is_tested if count(rust_tests.effective_integration({"graphql"})) > 0

_is_tested if {
	some test in rust_tests.effective({"graphql"})
	rust_tests.drives_server(test)
}

# Unit tests that execute a schema past the endpoint, which would not notice what stands before it.
_beside := {[index, "contents", "tests", position] |
	some index, crate in repository.facts("RustCrate")
	some position, test in rust_crate.list(crate, "tests")
	rust_tests.about(test, {"graphql"})
	not test.target_kind in {"test", null}
	"execute" in rust_crate.list(test, "calls")
}
