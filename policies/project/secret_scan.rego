# METADATA
# title: Pipelines scan for secrets
# description: >-
#   Asks for a step that scans for secrets (gitleaks, trufflehog, detect-secrets …), runs, and can fail. A scan that
#   is switched off or whose failure is ignored is named beside. Hosted push protection is not seen.
# related_resources:
# - ref: https://github.com/gitleaks/gitleaks
# custom:
#   severity: high
#   section: "6"
#   recommendation: P0-2
#   capability: secrets-management
#   origin: report
#   remediation: >-
#     Add a job that checks out with fetch-depth 0 and runs gitleaks, pinned by commit, on every push and pull
#     request, and make it a required check.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.project.secret_scan

import data.lib.repository

deny contains {
	"msg": _message,
	"path": repository.home(["image_push", "cargo_test", "unit_test"]),
	"related": sort(repository.hollow_steps("secret_scan")),
} if {
	count(repository.facts("Pipeline")) > 0
	count(repository.effective_steps("secret_scan")) == 0
}

_message := "No pipeline scans for secrets" if {
	count(repository.hollow_steps("secret_scan")) == 0
} else := "The scan for secrets never runs or cannot fail"
