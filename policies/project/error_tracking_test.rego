package nova.project.error_tracking_test

import data.nova.project.error_tracking

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

_denied(path, related) := {{"msg": "No service sends its errors to an error tracker", "path": path, "related": related}}

_dependency(name) := {"name": name, "package": name, "kind": "normal"}

test_no_tracker_is_denied_at_the_workspace if {
	workspace := _fact("RustWorkspace", {"explicit": true})
	error_tracking.deny == _denied([2, "contents"], []) with input as [_files, _crate({}), workspace]
	error_tracking.deny == _denied([0, "contents"], []) with input as [_files, _crate({})]
}

test_a_dependency_that_nothing_sets_up_is_named if {
	crate := _crate({"dependencies": [_dependency("serde"), _dependency("sentry-tracing")]})
	error_tracking.deny == _denied([0, "contents"], [[1, "contents", "dependencies", 1]]) with input as [_files, crate]
}

test_a_tracker_passes if {
	error_tracking.deny == set() with input as [_files, _crate({"tracing": {"sentry_init": [{}]}})]
	error_tracking.deny == set() with input as [_files, _crate({"dependencies": [_dependency("rollbar")]})]
}

test_libraries_are_silent if error_tracking.deny == set() with input as [_files, _crate({"targets": []})]
