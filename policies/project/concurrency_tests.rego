# METADATA
# title: Concurrent requests are tested
# description: >-
#   Asks services for an integration test that sends requests concurrently to a server, that cargo runs and that can
#   fail, or for a load script with more than one virtual user. Tests about it that never run, are ignored, assert
#   nothing or do not use the crate are named beside, one per file.
# related_resources:
# - ref: https://grafana.com/docs/k6/latest/using-k6/scenarios/
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Send a hundred requests at once, by join_all or a k6 script with that many users, and expect right answers to
#     each.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.project.concurrency_tests

import data.lib.load_scripts
import data.lib.rust_tests

deny contains {
	"msg": "No effective test sends concurrent requests",
	"path": rust_tests.place,
	"related": rust_tests.ineffective({"concurrency"}),
} if {
	count(rust_tests.services) > 0
	not _is_tested
	not load_scripts.has_concurrent_users
}

_is_tested if {
	some test in rust_tests.effective_integration({"concurrency"})
	rust_tests.drives_server(test)
}
