package nova.kustomize.effective_image_tags_test

import data.nova.kustomize.effective_image_tags

_override(by) := {"image_overrides": [{"object": "Deployment web", "image": "shop/web", "by": by}]}

test_a_patch_that_wins_is_denied if {
	effective_image_tags.deny == {{
		"msg": "A patch decides the image of Deployment web, not the entry of images for shop/web",
		"path": ["image_overrides", 0],
		"related": [["image_overrides", 0, "overridden"]],
	}} with input as _override("patch")
}

test_an_entry_of_images_that_wins_passes if effective_image_tags.deny == set() with input as _override("images")
