# METADATA
# title: Routes that serve data ask for authentication
# description: >-
#   Judges every route of a service that is not public by its path (parameter public_routes): some middleware around
#   it, or a parameter of its handler, must be one of authentication. A check inside the handler, or in a gateway
#   before the service, is not seen; a service none of whose routes is known to authenticate is judged as well.
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
	"msg": message.line(sprintf("%q serves %s without authentication", [rust_crate.name(input), found.route.path])),
	"path": ["routes", found.index],
} if {
	rust_crate.is_service(input)
	some found in rust_crate.protected_routes(input, parameters.public_routes)
	found.route.authenticated == false
}
