package nova.kustomize.matched_patches_test

import data.nova.kustomize.matched_patches

build(fields) := object.union(
	{
		"metadata": {"name": "k8s/prod"}, "builds": true, "component": false, "image_overrides": [],
		"unmatched_patches": [], "unmatched_images": [],
	},
	fields,
)

test_a_patch_without_a_match_is_denied if {
	found := matched_patches.deny with input as build({"unmatched_patches": [{"target": "Deployment web"}]})
	found == {{"msg": "The patch for Deployment web matches no resource of k8s/prod", "path": ["unmatched_patches", 0]}}
}

test_two_patches_are_two_denials if {
	found := matched_patches.deny with input as build({"unmatched_patches": [{"target": "Deployment web"}, {"target": "Job x"}]})
	count(found) == 2
}

test_images_without_a_match_are_one_denial if {
	found := matched_patches.deny with input as build({"unmatched_images": [{"name": "shop/web"}, {"name": "shop/job"}]})
	found == {{
		"msg": "No container of k8s/prod has the image shop/web and 1 more",
		"path": ["unmatched_images", 0],
		"related": [["unmatched_images", 1]],
	}}
}

test_an_image_that_a_patch_renames_is_silent if {
	matched_patches.deny == set() with input as build({
		"unmatched_images": [{"name": "shop/web"}],
		"image_overrides": [{"image": "shop/web", "by": "patch"}],
	})
}

test_patches_and_images_of_a_component_are_silent if {
	matched_patches.deny == set() with input as build({
		"component": true,
		"unmatched_patches": [{"target": "Deployment web"}],
		"unmatched_images": [{"name": "shop/web"}],
	})
}

test_what_does_not_build_is_silent if {
	matched_patches.deny == set() with input as build({"builds": false, "unmatched_patches": [{"target": "Deployment web"}]})
}

test_matches_pass if matched_patches.deny == set() with input as build({})
