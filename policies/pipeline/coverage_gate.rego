# METADATA
# title: The coverage gate exists in the tool's version and can fail
# description: >-
#   Runs of a coverage tool: with a threshold of at least the parameter, in a version that knows the option (cargo
#   tarpaulin has --fail-under since 0.14.3), and with a failure that counts. A run without threshold whose report is
#   uploaded by a step that can fail passes, since the service can be the gate. A threshold that the code does not reach
#   is only known from a run.
# related_resources:
# - ref: https://github.com/xd009642/tarpaulin#command-line
# custom:
#   severity: high
#   section: "2"
#   recommendation: P1-2
#   capability: test-coverage-unit
#   origin: report
#   remediation: >-
#     Install a current version, start with the coverage there is as --fail-under, raise it step by step, and remove
#     what swallows the failure.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: [coverage_minimum]
package nova.pipeline.coverage_gate

import data.lib.message
import data.lib.parameters
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Coverage of job %q %s", [message.name(object.get(entry, "job", "")), reason])),
	"path": array.concat(["coverage", index], _key(entry)),
	"related": [place | some place in sort(_installs(entry) | _swallowed(entry))],
} if {
	some index, entry in input.coverage
	is_object(entry)
	object.get(entry, "upload", false) == false
	reason := _shortcoming(entry)
}

_shortcoming(entry) := sprintf("asks %s %s for --fail-under, which it does not know", [entry.tool, entry.version]) if _too_old(entry)

_shortcoming(entry) := "cannot fail" if {
	entry.can_fail == false
	not _too_old(entry)
}

_shortcoming(entry) := "has no threshold" if {
	entry.can_fail != false
	is_null(entry.fail_under)
	not _gated_by_service(entry)
}

_shortcoming(entry) := sprintf("passes with %v %%", [entry.fail_under]) if {
	entry.can_fail != false
	not _too_old(entry)
	is_number(entry.fail_under)
	entry.fail_under < parameters.coverage_minimum
}

_too_old(entry) if {
	entry.tool == "tarpaulin"
	is_number(entry.fail_under)
	is_string(entry.version)
	regex.match(`^\d{1,4}\.\d{1,4}\.\d{1,4}$`, entry.version)
	[to_number(part) | some part in split(entry.version, ".")] < [0, 14, 3]
}

_gated_by_service(entry) if {
	some upload in input.coverage
	upload.upload == true
	upload.job == entry.job
	upload.can_fail == true
}

_key(entry) := ["fail_under"] if is_number(entry.fail_under)

_key(entry) := [] if is_null(entry.fail_under)

# Where the version is pinned.
_installs(entry) := {array.concat(found.path, ["commands", index]) |
	_too_old(entry)
	some found in pipeline.steps
	found.job.id == entry.job
	some index, command in found.step.commands
	"install" in command.arguments
	some argument in command.arguments
	is_string(argument)
	startswith(argument, "cargo-tarpaulin")
}

# Where the failure is lost.
_swallowed(entry) := {array.concat(found.path, ["ignored_failures", index]) |
	entry.can_fail == false
	some found in pipeline.steps
	found.job.id == entry.job
	pipeline.has_role(found.step, {"coverage"})
	some index, _ in found.step.ignored_failures
}
