package nova.pipeline.coverage_gate_test

import data.nova.pipeline.coverage_gate

run(fields) := object.union(
	{
		"job": "coverage", "tool": "tarpaulin", "version": "0.31.5", "fail_under": 50, "can_fail": true, "upload": false,
	},
	fields,
)

test_an_option_that_the_version_does_not_know_is_denied if {
	found := coverage_gate.deny with input as {
		"coverage": [run({"version": "0.14.2"})],
		"jobs": [{"id": "coverage", "steps": [{"commands": [
			{"program": "cargo", "arguments": ["install", "cargo-tarpaulin", "--version", "0.14.2"]},
		]}]}],
	}
	found == {{
		"msg": `Coverage of job "coverage" asks tarpaulin 0.14.2 for --fail-under, which it does not know`,
		"path": ["coverage", 0, "fail_under"],
		"related": [["jobs", 0, "steps", 0, "commands", 0]],
	}}
}

test_a_run_that_cannot_fail_is_denied if {
	found := coverage_gate.deny with input as {"coverage": [run({"can_fail": false, "fail_under": null})]}
	found == {{"msg": `Coverage of job "coverage" cannot fail`, "path": ["coverage", 0], "related": []}}
}

test_what_swallows_the_failure_is_named if {
	found := coverage_gate.deny with input as {
		"coverage": [run({"can_fail": false, "fail_under": null})],
		"jobs": [{"id": "coverage", "steps": [
			{"roles": ["coverage"], "ignored_failures": [{"reason": "or_true"}, {"reason": "pipe"}]},
			{"roles": ["coverage_upload"], "ignored_failures": [{"reason": "or_true"}]},
		]}],
	}
	{denial.related | some denial in found} == {[
		["jobs", 0, "steps", 0, "ignored_failures", 0],
		["jobs", 0, "steps", 0, "ignored_failures", 1],
	]}
}

test_no_threshold_is_denied if {
	found := coverage_gate.deny with input as {"coverage": [run({"fail_under": null})]}
	{denial.msg | some denial in found} == {`Coverage of job "coverage" has no threshold`}
}

test_a_low_threshold_is_denied if {
	found := coverage_gate.deny with input as {"coverage": [run({"fail_under": 29})]}
	found == {{"msg": `Coverage of job "coverage" passes with 29 %`, "path": ["coverage", 0, "fail_under"], "related": []}}
}

test_two_runs_are_two_denials if {
	found := coverage_gate.deny with input as {"coverage": [run({"fail_under": 0}), run({"job": "other", "fail_under": 0})]}
	{denial.path | some denial in found} == {["coverage", 0, "fail_under"], ["coverage", 1, "fail_under"]}
}

test_gates_pass if {
	every fields in [{}, {"version": null}, {"version": "0.14.3"}, {"fail_under": 30}, {"tool": "llvm-cov", "version": "0.1.0"}] {
		coverage_gate.deny == set() with input as {"coverage": [run(fields)]}
	}
}

test_a_service_may_be_the_gate if {
	coverage_gate.deny == set() with input as {"coverage": [run({"fail_under": null}), run({"upload": true, "tool": "codecov", "fail_under": null})]}
}

test_uploads_are_silent if coverage_gate.deny == set() with input as {"coverage": [run({"upload": true, "can_fail": false})]}
