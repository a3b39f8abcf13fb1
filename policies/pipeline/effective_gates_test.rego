package nova.pipeline.effective_gates_test

import data.nova.pipeline.effective_gates

step(fields) := object.union(
	{
		"name": "Scan", "origin": "job", "uses": null, "runs": "always", "roles": ["image_scan"], "can_fail": false,
		"ignored_failures": [{"reason": "or_true"}], "commands": [], "missing_directories": [],
	},
	fields,
)

job(steps) := {"jobs": [{"id": "build", "runs": "always", "all_needs": [], "steps": steps}]}

check(fields) := step(object.union({"name": "Clippy", "roles": ["cargo_lint"]}, fields))

test_a_lint_whose_failure_is_ignored_is_denied if {
	found := effective_gates.deny with input as job([check({})])
	found == {{"msg": `Check "Clippy" cannot fail: its failure is ignored`, "path": ["jobs", 0, "steps", 0, "ignored_failures", 0], "related": [["jobs", 0, "steps", 0]]}}
}

test_a_smoke_test_by_name_is_denied if {
	found := effective_gates.deny with input as job([check({"name": "Run smoke tests", "roles": []})])
	count(found) == 1
}

test_two_checks_are_two_denials if {
	found := effective_gates.deny with input as job([check({}), check({"name": "Tests", "roles": ["cargo_test"]})])
	{denial.path[3] | some denial in found} == {0, 1}
}

test_checks_that_can_fail_pass if effective_gates.deny == set() with input as job([check({"can_fail": true, "ignored_failures": []})])

test_what_has_a_policy_of_its_own_is_silent if {
	effective_gates.deny == set() with input as job([step({"name": "Security gate"}), check({"name": "Verify coverage", "roles": ["coverage"]})])
}

test_optional_and_dead_steps_are_silent if {
	every fields in [{"name": "Clippy (optional)"}, {"runs": "never"}, {"runs": "on_failure"}, {"name": "List", "roles": []}] {
		effective_gates.deny == set() with input as job([check(fields)])
	}
}

test_an_optional_job_is_silent if {
	effective_gates.deny == set() with input as {"jobs": [{"id": "advisory-lint", "steps": [check({})]}]}
}
