# METADATA
# title: A test proves that unauthenticated requests are refused
# description: >-
#   Asks every service with HTTP routes that authenticate, or should (they change something or are GraphQL's, and are
#   not public by parameter public_routes), for a test that cargo runs and that asserts 401, 403, Unauthenticated or
#   PermissionDenied. The place is the first route that authenticates, else the first that should; a route that no app
#   registers is neither. Tests about authentication that never run, are ignored or assert nothing are named beside.
#   A test in another crate that starts the service is not seen.
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
	"msg": message.line(sprintf(
		"No effective test of %q expects 401 or 403 for a request without rights",
		[rust_crate.name(input)],
	)),
	"path": ["routes", min(_protected)],
	"related": [["tests", first] | some first in rust_tests.first_of_files(input.tests, _attempts)],
} if {
	rust_crate.is_service(input)
	not _refusal_is_tested
}

# A route that lets everybody pass refuses nobody: a guarded one is the place where a test can expect 401.
_protected := guarded if {
	guarded := {index |
		some index, route in rust_crate.list(input, "routes")
		route.authenticated == true
		not route.registered == false
	}
	count(guarded) > 0
} else := {index | some index in rust_crate.sensitive_routes(input, parameters.public_routes)}

_refusals := {"401", "403", "FORBIDDEN", "PermissionDenied", "UNAUTHORIZED", "Unauthenticated"}

_refusal_is_tested if {
	some test in rust_crate.list(input, "tests")
	rust_tests.proves(input, test)
	some code in rust_crate.list(test, "status_codes")
	code in _refusals
}

_attempts contains index if {
	some index, test in rust_crate.list(input, "tests")
	rust_tests.about(test, {"auth"})
	not test.target_kind in {"bin", "lib"}
	not rust_tests.proves(input, test)
}
