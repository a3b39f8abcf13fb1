package nova.project.secret_scan_test

import data.nova.project.secret_scan

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}
_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "a", "steps": steps}], "images": [], "deployments": []})

_step(role, runs, can_fail) := {"roles": [role], "runs": runs, "can_fail": can_fail}

_files := _fact("RepositoryFiles", {})

test_no_scan_is_denied_at_the_pipeline_that_tests if {
	secret_scan.deny == {{
		"msg": "No pipeline scans for secrets",
		"path": [1, "contents", "jobs"],
		"related": [],
	}} with input as [_pipeline([]), _pipeline([_step("cargo_test", "always", true)]), _files]
}

test_no_scan_is_denied_at_a_pipeline_that_builds_rather_than_at_any if {
	secret_scan.deny == {{
		"msg": "No pipeline scans for secrets",
		"path": [1, "contents", "jobs"],
		"related": [],
	}} with input as [_pipeline([]), _pipeline([_step("cargo_lint", "always", true)]), _files]
}

test_no_scan_is_denied_at_the_first_pipeline_otherwise if {
	secret_scan.deny == {{
		"msg": "No pipeline scans for secrets",
		"path": [1, "contents", "jobs"],
		"related": [],
	}} with input as [_files, _pipeline([]), _pipeline([])]
}

test_a_scan_that_cannot_fail_or_never_runs_is_denied_and_named if {
	secret_scan.deny == {{
		"msg": "The scan for secrets never runs or cannot fail",
		"path": [0, "contents", "jobs"],
		"related": [[0, "contents", "jobs", 0, "steps", 0], [0, "contents", "jobs", 0, "steps", 1]],
	}} with input as [_pipeline([_step("secret_scan", "always", false), _step("secret_scan", "never", true)])]
}

test_a_scan_that_can_fail_passes if {
	secret_scan.deny == set() with input as [_pipeline([_step("secret_scan", "conditional", true)])]
}

test_no_pipeline_is_silent if secret_scan.deny == set() with input as [_files]
