package nova.manifest.unique_objects_test

import data.nova.manifest.unique_objects

twice(kind, scope, first, second) := {
	"object": {"group": "", "kind": kind, "name": "web"}, "scope": scope,
	"objects": [first, second],
}

place(path, environments) := {"at": {"path": path}, "environments": environments}

denied(culprit, other) := {{
	"msg": `Service "web" is defined in 2 places`,
	"path": ["objects", culprit],
	"related": [["objects", other]],
}}

test_two_definitions_in_one_environment_are_denied if {
	found := unique_objects.deny with input as twice("Service", "environment", place("a.yaml", ["prod"]), place("b.yaml", ["prod"]))
	found == denied(1, 0)
}

test_two_unused_files_of_one_folder_are_denied if {
	found := unique_objects.deny with input as twice("Service", "repository", place("k8s/a.yaml", []), place("k8s/b.yaml", []))
	found == denied(1, 0)
}

test_an_unused_definition_of_what_is_deployed_is_denied_there if {
	found := unique_objects.deny with input as twice("Service", "repository", place("k8s/a.yaml", []), place("k8s/base/a.yaml", ["prod"]))
	found == denied(0, 1)
}

test_argo_cd_has_one_namespace if {
	application := object.union(
		twice("Application", "repository", place("k8s/argocd/a.yaml", []), place("infra/a.yaml", [])),
		{"object": {"group": "argoproj.io", "kind": "Application", "name": "web"}},
	)
	found := unique_objects.deny with input as application
	{denial.path | some denial in found} == {["objects", 1]}
}

test_three_definitions_are_one_denial if {
	three := object.union(
		twice("Service", "environment", place("a", []), place("a", [])),
		{"objects": [place("k8s/a.yaml", ["prod"]), place("k8s/b.yaml", ["prod"]), place("k8s/c.yaml", [])]},
	)
	found := unique_objects.deny with input as three
	found == {{"msg": `Service "web" is defined in 3 places`, "path": ["objects", 2], "related": [["objects", 0], ["objects", 1]]}}
}

test_overlays_with_their_own_version_pass if {
	unique_objects.deny == set() with input as twice("Service", "repository", place("o/dev/a.yaml", ["dev"]), place("o/prod/a.yaml", ["prod"]))
}

test_unused_files_in_different_folders_pass if {
	unique_objects.deny == set() with input as twice("Service", "repository", place("one/a.yaml", []), place("two/a.yaml", []))
}

test_a_release_beside_the_sources_passes if {
	unique_objects.deny == set() with input as twice("Service", "repository", place("release/all.yaml", []), place("kustomize/a.yaml", ["base"]))
}

test_alternatives_pass if {
	every path in {"k8s/web-local.yaml", "k8s/examples/web.yaml", "k8s/web-patch.yaml"} {
		unique_objects.deny == set() with input as twice("Service", "repository", place("k8s/web.yaml", ["prod"]), place(path, []))
	}
}

test_namespaces_are_silent if {
	unique_objects.deny == set() with input as twice("Namespace", "environment", place("a.yaml", ["prod"]), place("b.yaml", ["prod"]))
}

test_overlays_that_are_not_used_yet_pass if {
	unique_objects.deny == set() with input as twice(
		"Service", "repository",
		place("k8s/overlays/kafka/a.yaml", ["kafka"]), place("k8s/overlays/staging/a.yaml", []),
	)
}
