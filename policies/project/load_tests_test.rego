package nova.project.load_tests_test

import data.nova.project.load_tests

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

_script(pipelines) := _fact("LoadScript", {"run_by": pipelines})

test_no_script_is_denied if {
	load_tests.deny == {{"msg": "No load test exists", "path": [0, "contents"], "related": []}} with input as [_files, _crate({})]
}

test_scripts_that_nobody_runs_are_denied_and_named if {
	load_tests.deny == {{
		"msg": "No pipeline runs the load tests",
		"path": [0, "contents"],
		"related": [[2, "contents"], [3, "contents"]],
	}} with input as [_files, _crate({}), _script([]), _script([])]
}

test_a_script_that_runs_passes if load_tests.deny == set() with input as [_files, _crate({}), _script([{"pipeline": "load.yml"}])]

test_what_is_deployed_is_asked_too if {
	application := _fact("ArgoApplication", {})
	count(load_tests.deny) == 1 with input as [_files, application]
}

test_libraries_are_silent if load_tests.deny == set() with input as [_files, _crate({"targets": [{"kind": "lib"}]})]
