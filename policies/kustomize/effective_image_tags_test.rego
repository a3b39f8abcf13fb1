package nova.kustomize.effective_image_tags_test

import data.nova.kustomize.effective_image_tags

override(by, workload) := {"object": workload, "image": "shop/web", "by": by}

test_a_patch_that_wins_is_denied if {
	found := effective_image_tags.deny with input as {"image_overrides": [override("patch", "Deployment web")]}
	found == {{
		"msg": "A patch, not the entry of images for shop/web, decides the image of Deployment web",
		"path": ["image_overrides", 0],
		"related": [["image_overrides", 0, "overridden"]],
	}}
}

test_two_patches_are_two_denials if {
	found := effective_image_tags.deny with input as {"image_overrides": [override("patch", "Deployment web"), override("patch", "Job web")]}
	count(found) == 2
}

test_an_entry_of_images_that_wins_passes if {
	effective_image_tags.deny == set() with input as {"image_overrides": [override("images", "Deployment web")]}
}
