# METADATA
# title: Tests and checks can fail the pipeline
# description: >-
#   Steps that build, lint or test, and steps called a smoke test, gate or verification, whose failure is lost: ||
#   true, continue-on-error, a pipe without pipefail. Scans and coverage have policies of their own. Steps that call
#   themselves optional, that notify or clean up, and that only run after a failure pass. Scripts of the repository
#   are not looked into.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 1, reason: "see what one check finds once it can fail"}
#   remediation: >-
#     Remove || true and continue-on-error, or remove the step: a check that cannot fail hides that nobody checks.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.effective_gates

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Check %q cannot fail: its failure is ignored", [name])),
	"path": array.concat(found.path, ["ignored_failures", 0]),
	"related": [found.path],
} if {
	some found in pipeline.steps
	pipeline.reached(found.step)
	found.step.can_fail == false
	object.get(found.step, "runs", "always") != "on_failure"
	found.step.ignored_failures[0]
	name := pipeline.step_name(found.step)
	_is_check(found.step, name)
	not pipeline.is_optional(name)
	not pipeline.is_optional(pipeline.job_id(found.job))
}

_is_check(step, _) if pipeline.has_role(step, pipeline.testing_roles)

_is_check(step, name) if {
	regex.match(`(?i)\b(smoke|gate|blocking|verify|e2e)\b`, name)
	not pipeline.has_role(step, pipeline.scan_roles)
	not pipeline.has_role(step, {"coverage", "coverage_upload", "rollback"})
}
