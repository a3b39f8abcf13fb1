# METADATA
# title: A failed coverage upload fails the job
# description: >-
#   Uploads by codecov/codecov-action, which succeed whatever happens unless fail_ci_if_error is true, and by
#   coverallsapp/github-action with fail-on-error: false; and either with continue-on-error. An input that is an
#   expression passes. Uploads by scripts are not seen.
# related_resources:
# - ref: https://github.com/codecov/codecov-action#arguments
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-2
#   capability: test-coverage-unit
#   origin: report
#   remediation: >-
#     Set fail_ci_if_error: true and remove continue-on-error.
#   matchers:
#   - input: workflow
#   parameters: []
package nova.workflow.coverage_upload

import data.lib.message
import data.lib.workflow

deny contains {
	"msg": message.line(sprintf("A failure of the coverage upload %q is ignored", [found.name])),
	"path": array.concat(found.path, reasons[0]),
	"related": [array.concat(found.path, reason) | some position, reason in reasons; position > 0],
} if {
	some found in workflow.steps
	reasons := array.concat(_lax_inputs(found.step), _ignored(found.step))
	count(reasons) > 0
}

default _lax_inputs(_) := []

_lax_inputs(step) := [path |
	given := object.get(_arguments(step), "fail_ci_if_error", null)
	not workflow.is_true(given)
	not _is_expression(given)
	path := _at(given)
] if {
	workflow.action(step) == "codecov/codecov-action"
}

_lax_inputs(step) := [["with", "fail-on-error"] |
	lower(workflow.argument(step, "fail-on-error")) == "false"
] if {
	workflow.action(step) == "coverallsapp/github-action"
}

_ignored(step) := [["continue-on-error"] |
	workflow.action(step) in {"codecov/codecov-action", "coverallsapp/github-action"}
	workflow.is_true(step["continue-on-error"])
]

default _arguments(_) := {}

_arguments(step) := step["with"] if is_object(step["with"])

_at(given) := ["with"] if is_null(given)

_at(given) := ["with", "fail_ci_if_error"] if not is_null(given)

_is_expression(value) if {
	is_string(value)
	contains(value, "${{")
}
