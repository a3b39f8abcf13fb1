# METADATA
# title: Workflows ask for the permissions they need
# description: >-
#   A workflow states permissions at its top or in every job, never write-all, and gives write access to contents,
#   packages, actions, deployments or tokens in the job that needs it when there are several. What the repository's
#   default is cannot be seen; reusable workflows, which never have more than their caller, need not state any. Whether
#   a job needs what it asks for is not seen.
# related_resources:
# - ref: https://docs.github.com/en/actions/tutorials/authenticate-with-github_token
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: "find out per job what it needs"}
#   remediation: >-
#     Write permissions: {contents: read} at the top, and more only in the job that needs it.
#   matchers:
#   - input: workflow
#   parameters: []
package nova.workflow.least_permissions

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("Permissions are left to the repository's default for job %q%s", [min(silent), message.more(count(silent) - 1)])),
	"path": ["permissions"],
} if {
	silent := {found.id | some found in workflow.jobs; not _states(found.job)}
	count(silent) > 0
	not _states(input)
	not _is_only_called
}

deny contains {
	"msg": "The workflow gives all jobs write access to everything",
	"path": ["permissions"],
} if {
	input.permissions == "write-all"
	is_object(input.jobs)
}

deny contains {
	"msg": message.line(sprintf("All %d jobs get write access to %s", [count(workflow.jobs), concat(", ", sort(scopes))])),
	"path": ["permissions", min(scopes)],
} if {
	count(workflow.jobs) > 1
	scopes := {scope | some scope, "write" in input.permissions; scope in _sensitive}
	count(scopes) > 0
}

deny contains {
	"msg": message.line(sprintf("Job %q has write access to everything", [found.id])),
	"path": array.concat(found.path, ["permissions"]),
} if {
	some found in workflow.jobs
	found.job.permissions == "write-all"
}

_sensitive := {"actions", "contents", "deployments", "id-token", "packages"}

_states(place) if {
	not is_null(place.permissions)
}

_is_only_called if {
	some event in _events
	event == "workflow_call"
	count(_events) == 1
}

_events := {event | some event, _ in _on} if is_object(_on)

_events := {event | some event in _on} if is_array(_on)

_events := {_on} if is_string(_on)

# To conftest's reader of YAML 1.1 the key `on` is a boolean.
_on := object.get(input, "on", object.get(input, "true", null))
