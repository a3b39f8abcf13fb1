# METADATA
# title: Jobs have a time limit
# description: >-
#   Each job states timeout-minutes, at most as many as the parameter allows; without it GitHub stops a hanging job
#   after six hours. A limit that is an expression passes. Jobs that call a reusable workflow cannot have one. How long
#   jobs really take is known only from their runs.
# related_resources:
# - ref: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idtimeout-minutes
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.25, reason: "one line per job"}
#   remediation: >-
#     Give the job timeout-minutes of two or three times its usual duration.
#   matchers:
#   - input: workflow
#   parameters: [job_timeout_minutes]
package nova.workflow.job_timeout

import data.lib.message
import data.lib.parameters
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Job %q has no time limit of its own", [found.id])),
	"path": array.concat(found.path, ["timeout-minutes"]),
} if {
	some found in _running_jobs
	not _states_limit(found.job)
}

deny contains {
	"msg": message.line(sprintf("Job %q may take %v minutes", [found.id, minutes])),
	"path": array.concat(found.path, ["timeout-minutes"]),
} if {
	some found in _running_jobs
	minutes := found.job["timeout-minutes"]
	is_number(minutes)
	minutes > parameters.job_timeout_minutes
}

_running_jobs contains found if {
	some found in workflow.jobs
	is_array(found.job.steps)
	not found.job.uses
}

_states_limit(job) if is_number(job["timeout-minutes"])

_states_limit(job) if {
	is_string(job["timeout-minutes"])
	contains(job["timeout-minutes"], "${{")
}
