# METADATA
# title: Inputs of a deployment are used
# description: >-
#   Inputs of workflow_dispatch and workflow_call that no expression of the workflow reads: whoever chooses production
#   gets what everybody gets. Inputs that scripts read from the event's file are not seen.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 0.25, reason: "one expression"}
#   remediation: >-
#     Read the input where it should decide, or remove it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.used_inputs

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Nothing reads input %q", [message.name(declared.name)])),
	"path": ["inputs", index],
} if {
	some index, declared in input.inputs
	declared.used == false
}
