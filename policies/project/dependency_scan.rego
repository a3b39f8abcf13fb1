# METADATA
# title: Dependencies are scanned for known vulnerabilities
# description: >-
#   Asks for a step that scans dependencies (cargo audit, cargo deny, npm audit, snyk, trivy fs …) and runs, where
#   pipelines build or test something. That a scan cannot fail is pipeline/blocking_scans. Alerts of the hosting
#   service are not seen.
# related_resources:
# - ref: https://rustsec.org/
# custom:
#   severity: high
#   section: "6"
#   recommendation: P0-1
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Run cargo audit and cargo deny check in the folder of Cargo.lock on every pull request and on a schedule,
#     without continue-on-error.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.dependency_scan

import data.lib.repository

deny contains {
	"msg": "No pipeline scans dependencies for known vulnerabilities",
	"path": repository.home(["cargo_test", "unit_test", "image_push"]),
} if {
	_builds
	not _scans
}

_builds if {
	some role in ["cargo_build", "cargo_test", "unit_test", "image_build", "image_push"]
	count(repository.steps(role)) > 0
}

_scans if {
	some step in repository.steps("dependency_scan")
	step.runs
}
