package nova.project.performance_baselines_test

import data.nova.project.performance_baselines

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_service := {
	"metadata": {"name": "shop"},
	"directory": "shop",
	"workspace_member": true,
	"targets": [{"kind": "bin", "exists": true}],
	"http_apps": [{}],
}

_crate(fields) := _fact("RustCrate", object.union(_service, fields))

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

_denied(related) := {{"msg": "No pipeline compares performance with a baseline", "path": [0, "contents"], "related": related}}

test_nothing_to_compare_is_denied if performance_baselines.deny == _denied([]) with input as [_files, _crate({})]

test_what_nobody_runs_is_denied_and_named if {
	script := _fact("LoadScript", {"thresholds": [{}], "run_by": []})
	performance_baselines.deny == _denied([[1, "contents", "benches", 0], [2, "contents"]]) with input as [
		_files,
		_crate({"benches": [{"name": "b"}]}),
		script,
	]
}

test_benchmarks_that_run_pass if {
	bench := _step("", {"commands": [{"program": "cargo", "arguments": ["bench"]}]})
	performance_baselines.deny == set() with input as [_files, _crate({"benches": [{"name": "b"}]}), _pipeline([bench])]
	count(performance_baselines.deny) == 1 with input as [_files, _crate({}), _pipeline([bench])]
}

test_thresholds_that_run_pass if {
	script := _fact("LoadScript", {"thresholds": [{}], "run_by": [{"can_fail": true}]})
	performance_baselines.deny == set() with input as [_files, _crate({}), script]
}

test_thresholds_whose_failure_is_ignored_are_denied_and_named if {
	script := _fact("LoadScript", {"thresholds": [{}], "run_by": [{"can_fail": false}]})
	performance_baselines.deny == _denied([[2, "contents"]]) with input as [_files, _crate({}), script]
}

test_libraries_are_silent if performance_baselines.deny == set() with input as [_files, _crate({"targets": []})]
