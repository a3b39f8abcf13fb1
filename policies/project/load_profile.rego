# METADATA
# title: Load tests have users, duration and thresholds
# description: >-
#   Judges each load script: more than one virtual user, at least parameter load_minutes of it, a threshold that can
#   fail, a check of the answers, and objects posted as JSON. Where services have no load script at all, nothing can
#   show a leak under sustained load: that is denied once. Settings that come from the environment are not seen.
# related_resources:
# - ref: https://grafana.com/docs/k6/latest/testing-guides/test-types/soak-testing/
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     State users, duration and thresholds in the script's options, check status and body of each answer, and post
#     JSON.stringify of the query.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: [load_minutes]
package nova.project.load_profile

import data.lib.load_scripts
import data.lib.message
import data.lib.parameters
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("Load script %s has no %s", [script.metadata.name, concat(", ", lacking)])),
	"path": path,
} if {
	some path, script in load_scripts.all_scripts
	lacking := [what | some [what, present] in _qualities(script); not present]
	count(lacking) > 0
}

deny contains {
	"msg": "No load test runs long enough to show a leak or a limit",
	"path": rust_tests.place,
} if {
	load_scripts.is_worth_loading
	count(load_scripts.all_scripts) == 0
}

_qualities(script) := [
	["concurrent users", load_scripts.is_more_than(script.vus, 1)],
	["sufficient duration", load_scripts.is_more_than(script.duration_seconds, (parameters.load_minutes * 60) - 1)],
	["threshold", count(rust_crate.list(script, "thresholds")) > 0],
	["check", load_scripts.is_more_than(script.checks, 0)],
	["JSON body", script.posts_json != false],
]
