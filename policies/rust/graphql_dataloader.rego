# METADATA
# title: Nested GraphQL fields are loaded in batches
# description: >-
#   Asks a crate that builds a GraphQL schema, has resolvers and calls databases or other services for a DataLoader.
#   Whether each resolver uses it, and whether resolvers are nested at all, is not seen.
# related_resources:
# - ref: https://async-graphql.github.io/async-graphql/en/dataloader.html
# custom:
#   severity: medium
#   section: "5"
#   recommendation: P2-2
#   capability: monitoring-observability
#   origin: report
#   remediation: >-
#     Load nested objects through async_graphql::dataloader::DataLoader, one loader per kind of object, created per
#     request.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.graphql_dataloader

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("The GraphQL schema of %q resolves without a DataLoader", [rust_crate.name(input)])),
	"path": ["graphql_schemas", 0],
} if {
	not rust_crate.illustrates(input)
	rust_crate.list(input, "graphql_schemas")[0].dataloader == false
	_has_resolvers
	rust_crate.depends_on(input, `^(?:tonic|reqwest|hyper|sqlx|diesel|sea-orm|tokio-postgres|mongodb|redis)$`)
}

_has_resolvers if {
	some type in rust_crate.list(input, "graphql_types")
	type.kind == "object"
}
