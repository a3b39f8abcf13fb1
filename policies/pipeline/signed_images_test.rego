package nova.pipeline.signed_images_test

import data.nova.pipeline.signed_images

place(line) := {"path": ".github/workflows/build.yml", "line": line, "column": 9}

image(line, fields) := object.union(
	{
		"at": place(line), "job": "build", "runs": "always", "pushed": true, "repositories": ["registry.example/nova/feed"],
		"immutable_tag": true, "scanned_by": [], "sbom_by": [], "signed_by": [],
	},
	fields,
)

test_an_image_without_is_denied if {
	found := signed_images.deny with input as {"images": [image(9, {})]}
	found == {{"msg": "Image nova/feed is pushed without a signature", "path": ["images", 0]}}
}

test_two_images_are_two_denials if {
	found := signed_images.deny with input as {"images": [image(9, {}), image(30, {})]}
	{denial.path | some denial in found} == {["images", 0], ["images", 1]}
}

test_one_step_is_one_denial if {
	found := signed_images.deny with input as {"images": [image(9, {}), image(9, {"repositories": ["other"]})]}
	count(found) == 1
}

test_a_step_for_another_image_does_not_count if {
	found := signed_images.deny with input as {"images": [image(9, {"signed_by": [{"same_image": false}]})]}
	count(found) == 1
}

test_a_step_for_this_image_passes if {
	every same in {true, null} {
		signed_images.deny == set() with input as {"images": [image(9, {"signed_by": [{"same_image": same}]})]}
	}
}

test_builds_that_nobody_pushes_are_silent if signed_images.deny == set() with input as {"images": [image(9, {"pushed": false})]}
