# METADATA
# title: Load tests exist and a pipeline runs them
# description: >-
#   Where the repository has services or deploys something, asks for a load script (k6, Locust, Artillery, Gatling,
#   JMeter, vegeta) that some pipeline runs. Scripts that nobody runs are named beside. Benchmarks of cargo and tests
#   about performance are no load tests.
# related_resources:
# - ref: https://grafana.com/docs/k6/latest/
# custom:
#   severity: high
#   section: "2"
#   recommendation: P1-1
#   capability: test-coverage-integration
#   origin: report
#   remediation: >-
#     Write a k6 script of what users do most, with thresholds, and run it in the pipeline against staging before each
#     release.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RepositoryFiles]
#   parameters: []
package nova.project.load_tests

import data.lib.load_scripts
import data.lib.rust_tests

deny contains {
	"msg": _message,
	"path": rust_tests.place,
	"related": sort(object.keys(load_scripts.all_scripts)),
} if {
	load_scripts.is_worth_loading
	count(load_scripts.that_run) == 0
}

_message := "No load test exists" if {
	count(load_scripts.all_scripts) == 0
} else := "No pipeline runs the load tests"
