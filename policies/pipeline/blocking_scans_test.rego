package nova.pipeline.blocking_scans_test

import data.nova.pipeline.blocking_scans

step(fields) := object.union(
	{
		"name": "Scan", "origin": "job", "uses": null, "runs": "always", "roles": ["image_scan"], "can_fail": false,
		"ignored_failures": [{"reason": "or_true"}], "commands": [], "missing_directories": [],
	},
	fields,
)

job(steps) := {"jobs": [{"id": "build", "runs": "always", "all_needs": [], "steps": steps}]}

test_a_scan_whose_failure_is_ignored_is_denied if {
	found := blocking_scans.deny with input as job([step({})])
	found == {{"msg": `Scan "Scan" cannot fail the pipeline`, "path": ["jobs", 0, "steps", 0, "ignored_failures", 0]}}
}

test_a_scan_that_is_not_told_to_fail_is_denied if {
	found := blocking_scans.deny with input as job([step({"ignored_failures": []})])
	{denial.path | some denial in found} == {["jobs", 0, "steps", 0]}
}

test_two_scans_are_two_denials if {
	found := blocking_scans.deny with input as job([step({}), step({"roles": ["secret_scan"]})])
	count(found) == 2
}

test_a_scan_that_can_fail_passes if blocking_scans.deny == set() with input as job([step({"can_fail": true, "ignored_failures": []})])

trivy(can_fail) := step({"can_fail": can_fail, "uses": {"action": "aquasecurity/trivy-action"}})

test_a_report_beside_a_gate_of_the_same_tool_passes if blocking_scans.deny == set() with input as job([trivy(false), trivy(true)])

test_another_tool_makes_up_for_nothing if {
	found := blocking_scans.deny with input as job([trivy(false), step({"can_fail": true, "uses": {"action": "anchore/scan-action"}})])
	count(found) == 1
}

audit(can_fail) := step({"can_fail": can_fail, "roles": ["dependency_scan"], "commands": [{
	"program": "cargo", "arguments": ["deny", "check"], "roles": ["dependency_scan"],
}]})

test_a_command_beside_the_same_command_passes if {
	blocking_scans.deny == set() with input as job([audit(false), audit(true)])
}

test_other_steps_and_dead_scans_are_silent if {
	blocking_scans.deny == set() with input as job([step({"roles": ["cargo_test"]}), step({"runs": "never"}), step({"origin": "workflow"})])
}
