# METADATA
# title: A test proves that unauthenticated requests are refused
# description: >-
#   Asks every service with HTTP routes that are not public (parameter public_routes) for a test that cargo runs and
#   that asserts 401, 403, Unauthenticated or PermissionDenied. Tests about authentication that never run, are ignored
#   or assert nothing are named beside. A test in another crate that starts the service is not seen.
# related_resources:
# - ref: https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/04-Authentication_Testing/
# custom:
#   severity: high
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Add an integration test that calls a protected route without a token and expects 401, and one with a foreign
#     token that expects 403.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: [public_routes]
package nova.rust.auth_tests

import data.lib.message
import data.lib.parameters
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("No effective test of %q expects 401 or 403 for a request without rights", [rust_crate.name(input)])),
	"path": ["routes", routes[0].index],
	"related": [["tests", index] | some index, test in rust_crate.list(input, "tests"); _is_attempt(test)],
} if {
	rust_crate.is_service(input)
	routes := rust_crate.protected_routes(input, parameters.public_routes)
	count(routes) > 0
	not _refusal_is_tested
}

_refusals := {"401", "403", "FORBIDDEN", "PermissionDenied", "UNAUTHORIZED", "Unauthenticated"}

_refusal_is_tested if {
	some test in rust_crate.list(input, "tests")
	rust_tests.is_effective(test)
	some code in rust_crate.list(test, "status_codes")
	code in _refusals
}

_is_attempt(test) if {
	rust_tests.about(test, {"auth"})
	test.target_kind != "lib"
	not rust_tests.is_effective(test)
}
