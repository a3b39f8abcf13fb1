# METADATA
# title: Scans fail the pipeline when they find something
# description: >-
#   Steps that scan images, dependencies, secrets or code and whose failure is lost: continue-on-error, || true, or a
#   tool that has to be told to fail and is not (trivy without exit-code). A second step of the job with the same tool
#   that does fail makes up for one that only reports. Whether the branch's protection asks for the job is not seen;
#   lists of outdated dependencies are no scan.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepscontinue-on-error
# custom:
#   severity: high
#   section: "6"
#   recommendation: P0-1
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Remove what swallows the failure, and state exceptions one by one in the tool (ignored advisories with a reason).
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.blocking_scans

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Scan %q cannot fail the pipeline", [pipeline.step_name(found.step)])),
	"path": array.concat(found.path, _reason(found.step)),
} if {
	some found in pipeline.steps
	pipeline.reached(found.step)
	pipeline.has_role(found.step, pipeline.scan_roles)
	found.step.can_fail == false
	not _made_up_for(found)
}

_reason(step) := ["ignored_failures", 0] if step.ignored_failures[0]

_reason(step) := [] if not step.ignored_failures[0]

_made_up_for(found) if {
	some other in pipeline.steps
	other.job == found.job
	other.step.can_fail == true
	pipeline.reached(other.step)
	some tool in _tools(found.step)
	tool in _tools(other.step)
}

_tools(step) := {step.uses.action | is_string(step.uses.action)} | {tool |
	some command in step.commands
	pipeline.has_role(command, pipeline.scan_roles)
	tool := _tool(command)
}

_tool(command) := sprintf("%s %s", [command.program, command.arguments[0]]) if {
	is_string(command.program)
	is_string(command.arguments[0])
}
