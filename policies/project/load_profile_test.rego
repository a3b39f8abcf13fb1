package nova.project.load_profile_test

import data.nova.project.load_profile

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

_script(fields) := _fact("LoadScript", object.union(
	{
		"metadata": {"name": "load.js"},
		"vus": 100,
		"duration_seconds": 300,
		"thresholds": [{}],
		"checks": 1,
		"posts_json": true,
		"run_by": [],
	},
	fields,
))

test_what_a_script_lacks_is_named if {
	load_profile.deny == {
		{"msg": "Load script load.js has no concurrent users, sufficient duration, threshold, check, JSON body", "path": [1, "contents"]},
		{"msg": "Load script load.js has no sufficient duration", "path": [2, "contents"]},
	} with input as [
		_files,
		_script({"vus": 1, "duration_seconds": null, "thresholds": [], "checks": 0, "posts_json": false}),
		_script({"duration_seconds": 299}),
	]
}

test_no_script_is_denied_once if {
	load_profile.deny == {{"msg": "No load test runs long enough to show a leak or a limit", "path": [0, "contents"]}} with input as [
		_files,
		_crate({}),
	]
}

test_a_whole_script_passes if load_profile.deny == set() with input as [_files, _crate({}), _script({"posts_json": null})]

test_libraries_are_silent if load_profile.deny == set() with input as [_files, _crate({"targets": []})]
