package nova.kustomize.builds_test

import data.nova.kustomize.builds

_build(builds, error, faults) := {"metadata": {"name": "k8s/prod"}, "builds": builds, "error": error, "faults": faults}

_missing := {"message": "resources: a.yaml does not exist"}

test_every_fault_is_denied if {
	builds.deny == {
		{
			"msg": "Kustomization k8s/prod does not build: resources: a.yaml does not exist",
			"path": ["faults", 0],
		},
		{
			"msg": "Kustomization k8s/prod does not build: patches: b.yaml does not exist",
			"path": ["faults", 1],
		},
	} with input as _build(false, _missing, [_missing, {"message": "patches: b.yaml does not exist"}])
}

test_an_error_without_a_known_fault_is_denied if {
	builds.deny == {{
		"msg": "Kustomization k8s/prod does not build: resources: a.yaml does not exist",
		"path": ["error"],
	}} with input as _build(false, _missing, [])
}

test_the_fault_of_another_kustomization_is_left_to_it if {
	other := {"message": "resources: k8s/base does not build"}
	builds.deny == set() with input as _build(false, other, [other])
	builds.deny == set() with input as _build(false, other, [])
}

test_what_builds_passes if builds.deny == set() with input as _build(true, null, [])

test_what_nobody_could_tell_is_silent if builds.deny == set() with input as _build(null, null, [])
