package nova.manifest.unique_objects_test

import data.nova.manifest.unique_objects

_twice(kind, scope, first, second) := {
	"object": {"kind": kind, "name": "web"},
	"scope": scope,
	"objects": [
		{"at": {"path": first.path}, "environments": first.environments},
		{"at": {"path": second.path}, "environments": second.environments},
	],
}

_place(path, environments) := {"path": path, "environments": environments}

_denied := {{"msg": "Service \"web\" is defined in 2 files", "path": ["objects", 1], "related": [["objects", 0]]}}

test_two_definitions_in_one_environment_are_denied if {
	unique_objects.deny == _denied with input as _twice("Service", "environment", _place("a.yaml", ["prod"]), _place("b.yaml", ["prod"]))
}

test_two_definitions_in_one_folder_are_denied if {
	unique_objects.deny == _denied with input as _twice("Service", "repository", _place("k8s/a.yaml", []), _place("k8s/b.yaml", []))
}

test_overlays_with_their_own_version_pass if {
	unique_objects.deny == set() with input as _twice(
		"Service", "repository",
		_place("dev/a.yaml", ["dev"]), _place("prod/a.yaml", ["prod"]),
	)
}

test_unused_files_in_different_folders_pass if {
	unique_objects.deny == set() with input as _twice("Service", "repository", _place("old/a.yaml", []), _place("new/a.yaml", []))
}

test_namespaces_are_silent if {
	unique_objects.deny == set() with input as _twice("Namespace", "environment", _place("a.yaml", ["prod"]), _place("b.yaml", ["prod"]))
}
