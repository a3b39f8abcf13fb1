package nova.project.coverage_trend_test

import data.nova.project.coverage_trend

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

test_tests_without_an_upload_are_denied if {
	coverage_trend.deny == {{
		"msg": "No pipeline sends coverage to where its trend can be followed",
		"path": [1, "contents", "jobs"],
	}} with input as [_files, _pipeline([_step("cargo_test", {}), _step("coverage_upload", {"runs": "never"})])]
}

test_an_upload_passes_even_if_it_may_fail if {
	coverage_trend.deny == set() with input as [_files, _pipeline([_step("coverage", {}), _step("coverage_upload", {"can_fail": false})])]
}

test_pipelines_that_test_nothing_are_silent if coverage_trend.deny == set() with input as [_files, _pipeline([_step("cargo_build", {})])]
