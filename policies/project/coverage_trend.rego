# METADATA
# title: Coverage is followed over time
# description: >-
#   Where a pipeline runs tests, asks for a step that sends coverage to a service which keeps its history (Codecov,
#   Coveralls, SonarQube) and runs. Whether the upload may fail unnoticed is pipeline/coverage_upload's matter; a
#   history kept elsewhere is not seen.
# related_resources:
# - ref: https://docs.codecov.com/docs/quick-start
# custom:
#   severity: low
#   section: "2"
#   recommendation: P1-2
#   capability: test-coverage-unit
#   origin: report
#   remediation: >-
#     Upload the report of cargo llvm-cov to a service that compares each pull request with its base.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.coverage_trend

import data.lib.repository

deny contains {
	"msg": "No pipeline sends coverage to where its trend can be followed",
	"path": repository.home(["coverage", "cargo_test", "unit_test"]),
} if {
	_some_step_runs({"cargo_test", "coverage", "unit_test"})
	not _some_step_runs({"coverage_upload"})
}

_some_step_runs(roles) if {
	some role in roles
	some step in repository.steps(role)
	step.runs
}
