package nova.project.dependency_scan_test

import data.nova.project.dependency_scan

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}
_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "a", "steps": steps}], "images": [], "deployments": []})

_step(role, runs, can_fail) := {"roles": [role], "runs": runs, "can_fail": can_fail}

_denied := {{"msg": "No pipeline scans dependencies for known vulnerabilities", "path": [0, "contents", "jobs"]}}

test_building_without_a_scan_is_denied if {
	dependency_scan.deny == _denied with input as [_pipeline([_step("cargo_test", "always", true)])]
}

test_a_scan_that_never_runs_is_denied if {
	dependency_scan.deny == _denied with input as [_pipeline([
		_step("cargo_test", "always", true),
		_step("dependency_scan", "never", true),
	])]
}

test_a_scan_that_cannot_fail_is_another_policys_matter if {
	dependency_scan.deny == set() with input as [_pipeline([
		_step("cargo_test", "always", true),
		_step("dependency_scan", "always", false),
	])]
}

test_pipelines_that_build_nothing_are_silent if {
	dependency_scan.deny == set() with input as [_pipeline([_step("notify", "always", true)])]
}
