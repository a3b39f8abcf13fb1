package nova.kustomize.matched_patches_test

import data.nova.kustomize.matched_patches

_build(builds, component) := {
	"metadata": {"name": "k8s/prod"},
	"builds": builds,
	"component": component,
	"unmatched_patches": [{"target": "Deployment web"}],
	"unmatched_images": [{"name": "shop/web"}],
}

_patch := {"msg": "The patch for Deployment web matches no resource of k8s/prod", "path": ["unmatched_patches", 0]}

_image := {"msg": "No container of k8s/prod has the image shop/web", "path": ["unmatched_images", 0]}

test_patches_and_images_without_a_match_are_denied if {
	matched_patches.deny == {_patch, _image} with input as _build(true, false)
}

test_images_of_a_component_are_silent if matched_patches.deny == {_patch} with input as _build(true, true)

test_what_does_not_build_is_silent if matched_patches.deny == set() with input as _build(false, false)
