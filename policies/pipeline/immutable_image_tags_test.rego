package nova.pipeline.immutable_image_tags_test

import data.nova.pipeline.immutable_image_tags

place(line) := {"path": ".github/workflows/build.yml", "line": line, "column": 9}

image(line, fields) := object.union(
	{
		"at": place(line), "job": "build", "runs": "always", "pushed": true, "repositories": ["registry.example/nova/feed"],
		"immutable_tag": true, "scanned_by": [], "sbom_by": [], "signed_by": [],
	},
	fields,
)

test_reused_tags_are_denied if {
	found := immutable_image_tags.deny with input as {"images": [image(9, {"immutable_tag": false, "repositories": []})]}
	found == {{"msg": "Image of job build is pushed under tags that every run reuses", "path": ["images", 0]}}
}

test_two_images_are_two_denials if {
	found := immutable_image_tags.deny with input as {"images": [image(9, {"immutable_tag": false}), image(30, {"immutable_tag": false})]}
	count(found) == 2
}

test_a_tag_of_its_own_passes if immutable_image_tags.deny == set() with input as {"images": [image(9, {})]}

test_builds_that_nobody_pushes_are_silent if {
	immutable_image_tags.deny == set() with input as {"images": [image(9, {"pushed": false, "immutable_tag": false})]}
}
