# METADATA
# title: Jobs can be reached
# description: >-
#   workflow_run names a workflow that exists; needs names a job that exists; no job has a condition that can never hold
#   in this repository, and no workflow is switched off by its triggers. Conditions on secrets, variables of the
#   organisation and inputs may hold.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idneeds
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 1, reason: "find what was meant, and see the job pass once"}
#   remediation: >-
#     Name what exists, or delete what never runs.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.reachable_jobs

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("No workflow is called %q, which is to start this one", [named.name])),
	"path": ["triggers", trigger_index, "workflows", index],
} if {
	some trigger_index, trigger in input.triggers
	some index, named in trigger.workflows
	named.exists == false
	is_string(named.name)
}

deny contains {
	"msg": message.line(sprintf("Nothing starts this workflow: %s", [message.name(input.disabled.reason)])),
	"path": ["disabled"],
} if {
	_is_off
}

deny contains {
	"msg": message.line(sprintf("Job %q needs %q, which does not exist", [message.name(found.job.id), need.job])),
	"path": array.concat(found.path, ["needs", index]),
} if {
	some found in pipeline.jobs
	some index, need in found.job.needs
	need.exists == false
	is_string(need.job)
}

deny contains {
	"msg": message.line(sprintf("Job %q never runs: %s", [message.name(found.job.id), reason])),
	"path": found.path,
} if {
	not _is_off
	some found in pipeline.jobs
	found.job.runs == "never"
	reason := found.job.runs_reason
	is_string(reason)
	not startswith(reason, "needs job ")
}

# That no job ever runs has its reason in the jobs.
_is_off if {
	is_object(input.disabled)
	input.disabled.reason != "no job ever runs"
}
