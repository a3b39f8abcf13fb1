package nova.pipeline.performed_checks_test

import data.nova.pipeline.performed_checks

step(fields) := object.union(
	{
		"name": "Scan", "origin": "job", "uses": null, "runs": "always", "roles": ["image_scan"], "can_fail": false,
		"ignored_failures": [{"reason": "or_true"}], "commands": [], "missing_directories": [],
	},
	fields,
)

job(steps) := {"jobs": [{"id": "build", "runs": "always", "all_needs": [], "steps": steps}]}

echo(text) := {"program": "echo", "arguments": [text]}

printing(name) := step({"name": name, "roles": [], "ignored_failures": [], "commands": [echo("all good")]})

test_a_scan_that_prints_is_denied if {
	found := performed_checks.deny with input as job([printing("Image scan summary")])
	found == {{"msg": `Step "Image scan summary" only prints text`, "path": ["jobs", 0, "steps", 0]}}
}

test_tests_that_print_are_denied_beside_real_ones if {
	found := performed_checks.deny with input as job([step({"roles": ["cargo_test"], "can_fail": true}), printing("Run gRPC tests")])
	{denial.path | some denial in found} == {["jobs", 0, "steps", 1]}
}

test_a_job_that_prints_is_denied if {
	found := performed_checks.deny with input as {"jobs": [{"id": "verify-sync", "runs": "always", "all_needs": [], "steps": [
		step({"name": "Checkout", "roles": ["checkout"]}),
		printing("Status"),
	]}]}
	found == {{"msg": `Job "verify-sync" only prints text`, "path": ["jobs", 0]}}
}

test_two_idle_checks_are_two_denials if {
	found := performed_checks.deny with input as job([printing("Security gate"), printing("Secret scan")])
	count(found) == 2
}

test_a_summary_of_a_real_scan_passes if {
	performed_checks.deny == set() with input as job([step({"can_fail": true}), printing("Image scan summary")])
}

test_a_gate_that_waits_for_tests_passes if {
	performed_checks.deny == set() with input as {"jobs": [
		{"id": "test", "steps": [step({"roles": ["cargo_test"], "can_fail": true})]},
		{"id": "gate", "all_needs": ["test"], "steps": [printing("Gate")]},
	]}
}

test_a_security_gate_that_waits_for_tests_only_is_denied if {
	found := performed_checks.deny with input as {"jobs": [
		{"id": "test", "steps": [step({"roles": ["cargo_test"], "can_fail": true})]},
		{"id": "gate", "all_needs": ["test"], "steps": [printing("Security gate")]},
	]}
	{denial.path | some denial in found} == {["jobs", 1, "steps", 0]}
}

test_values_for_other_steps_pass if {
	performed_checks.deny == set() with input as job([step({"name": "Verify access", "roles": [], "commands": [echo("ok=true")]})])
}

test_real_commands_and_other_names_pass if {
	performed_checks.deny == set() with input as job([
		printing("Deployment summary"),
		step({"name": "Verify image", "roles": [], "commands": [echo("x"), {"program": "aws", "arguments": ["ecr"]}]}),
	])
}
