# METADATA
# title: Registration, login and token use are tested end to end
# description: >-
#   Where a crate logs users in (by its routes or its name), asks for an integration test that registers or logs in
#   through a server and gets somewhere: one that expects nothing but refusals checks validation, not the flow. Tests
#   about it that never run, are ignored, assert nothing or do not use the crate are named beside, one per file. Unit
#   tests neither count nor are denied.
# related_resources:
# - ref: https://owasp.org/www-project-web-security-testing-guide/latest/4-Web_Application_Security_Testing/04-Authentication_Testing/
# custom:
#   severity: high
#   section: "2"
#   recommendation: P1-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Start the service in a test, register, log in, call a protected route with the token, refresh, log out, and
#     expect the old token to be refused.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.auth_flow_tests

import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No effective integration test follows registration, login and token use",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"login"}),
} if {
	_logs_users_in
	not _is_tested
}

_logs_users_in if {
	some crate in rust_tests.services
	some route in rust_crate.list(crate, "routes")
	is_string(route.path)
	regex.match(`(?i)/(?:login|signin|register|signup)/?$`, route.path)
}

_logs_users_in if {
	some crate in rust_tests.services
	regex.match(`(?i)(?:^|[-_])(?:auth|identity|login)(?:[-_]|$)`, rust_crate.name(crate))
}

_is_tested if {
	some test in rust_tests.effective_integration({"login"})
	rust_tests.drives_server(test)
	not _only_refuses(test)
}

_only_refuses(test) if {
	codes := rust_crate.list(test, "status_codes")
	count(codes) > 0
	every code in codes {
		code in {
			"400", "401", "403", "404", "409", "422", "429", "BAD_REQUEST", "CONFLICT", "FORBIDDEN", "InvalidArgument",
			"NOT_FOUND", "PermissionDenied", "TOO_MANY_REQUESTS", "UNAUTHORIZED", "UNPROCESSABLE_ENTITY", "Unauthenticated",
		}
	}
}
