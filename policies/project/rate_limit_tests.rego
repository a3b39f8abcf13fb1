# METADATA
# title: Rate limiting is tested under load
# description: >-
#   Asks services with HTTP routes for a test about rate limits that cargo runs and that either expects 429 or sends
#   requests concurrently. Tests of a limiter's settings are not enough, and are left alone. Tests about it that never
#   run, are ignored, assert nothing or do not use the crate are named beside, one per file.
# related_resources:
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Denial_of_Service_Cheat_Sheet.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P0-3
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Send more requests than the limit allows, from one client and from several, and expect 429 for the surplus only.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.rate_limit_tests

import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": "No effective test floods a rate limit",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"rate_limit"}),
} if {
	some service in rust_tests.services
	count(rust_crate.list(service, "http_apps")) > 0
	not _is_tested
}

_is_tested if {
	some test in rust_tests.effective({"rate_limit"})
	_floods(test)
}

_floods(test) if {
	some code in rust_crate.list(test, "status_codes")
	code in {"429", "ResourceExhausted", "TOO_MANY_REQUESTS"}
}

_floods(test) if rust_tests.about(test, {"concurrency", "load"})
