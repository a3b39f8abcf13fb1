# METADATA
# title: API contracts are checked against breaking changes
# description: >-
#   Where the repository has interface definitions (OpenAPI, protobuf, GraphQL, Pact) or builds a GraphQL schema, asks
#   for a step that runs and checks them (buf breaking, oasdiff, graphql-inspector, schemathesis, Pact), or for a test
#   about contracts that cargo runs. Steps that are switched off or cannot fail are named beside.
# related_resources:
# - ref: https://buf.build/docs/breaking/
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Run buf breaking against the main branch for protobuf, and a diff of the exported schema for GraphQL, on every
#     pull request.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.contract_tests

import data.lib.repository
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No pipeline checks API contracts for breaking changes",
	"path": repository.home(["cargo_test", "unit_test"]),
	"related": sort(repository.hollow_steps("contract_test")),
} if {
	_has_contracts
	count(repository.effective_steps("contract_test")) == 0
	count(rust_tests.effective({"contract"})) == 0
}

_has_contracts if {
	some files in repository.facts("RepositoryFiles")
	count(rust_crate.list(files, "contracts")) > 0
}

_has_contracts if rust_tests.some_crate_has("graphql_schemas")
