# METADATA
# title: Routes that serve data ask for authentication
# description: >-
#   Judges services none of whose routes is known to authenticate: a route that changes something, or is GraphQL's,
#   and is not public by its path (parameter public_routes) must have authentication in a middleware around it or in
#   its handler's parameters. Routes that only read, and single open routes beside guarded ones, may be meant so; the
#   page of a playground is left out beside the /graphql that executes what it asks. A gateway or mesh before the
#   service is not seen.
# related_resources:
# - ref: https://owasp.org/API-Security/editions/2023/en/0xa2-broken-authentication/
# custom:
#   severity: blocker
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Wrap the route or its scope in the middleware that validates the token, or take the authenticated user as a
#     parameter of the handler.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: [public_routes]
package nova.rust.authenticated_routes

import data.lib.message
import data.lib.parameters
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf(
		"%q serves %s without authentication",
		[rust_crate.name(input), input.routes[index].path],
	)),
	"path": ["routes", index],
} if {
	rust_crate.is_service(input)
	not rust_crate.authenticates(input)
	some index in rust_crate.sensitive_routes(input, parameters.public_routes)
}
