package nova.kustomize.builds_test

import data.nova.kustomize.builds

build(builds, error, faults) := {
	"metadata": {"name": "k8s/prod"}, "builds": builds, "error": error, "faults": faults,
	"referred_by": [{"name": "k8s"}],
}

missing := {"message": "resources: k8s/prod/a.yaml does not exist"}

test_faults_are_denied_by_field if {
	found := builds.deny with input as build(false, missing, [
		missing,
		{"message": "resources: ../b does not exist"},
		{"message": "patches: no resource is Deployment web"},
	])
	found == {
		{
			"msg": "k8s/prod does not build for 2 reasons: resources: a.yaml does not exist",
			"path": ["faults", 0],
			"related": [["faults", 1], [], ["referred_by", 0]],
		},
		{
			"msg": "k8s/prod does not build: patches: no resource is Deployment web",
			"path": ["faults", 2],
			"related": [[], ["referred_by", 0]],
		},
	}
}

test_an_error_without_a_known_fault_is_denied if {
	found := builds.deny with input as build(false, {"message": "out of memory"}, [])
	found == {{"msg": "k8s/prod does not build: out of memory", "path": ["error"], "related": [[], ["referred_by", 0]]}}
}

test_the_fault_of_another_kustomization_is_left_to_it if {
	other := {"message": "resources: k8s/base does not build"}
	builds.deny == set() with input as build(false, other, [other])
	builds.deny == set() with input as build(false, other, [])
}

test_what_builds_passes if builds.deny == set() with input as build(true, null, [])

test_what_nobody_could_tell_is_silent if builds.deny == set() with input as build(null, null, [missing])
