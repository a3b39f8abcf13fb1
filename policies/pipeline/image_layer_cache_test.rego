package nova.pipeline.image_layer_cache_test

import data.nova.pipeline.image_layer_cache

place(line) := {"path": ".github/workflows/build.yml", "line": line, "column": 9}

image(line, fields) := object.union(
	{
		"at": place(line), "job": "build", "runs": "always", "pushed": true, "repositories": ["registry.example/nova/feed"],
		"immutable_tag": true, "scanned_by": [], "sbom_by": [], "signed_by": [],
	},
	fields,
)

built(line, cache) := image(line, {"built": {"at": place(line), "cache": cache}})

test_a_build_without_cache_is_denied if {
	found := image_layer_cache.deny with input as {"images": [built(9, false)]}
	found == {{"msg": "Image nova/feed is built without a layer cache", "path": ["images", 0, "built"]}}
}

test_two_builds_are_two_denials if {
	found := image_layer_cache.deny with input as {"images": [built(9, false), built(20, false)]}
	{denial.path | some denial in found} == {["images", 0, "built"], ["images", 1, "built"]}
}

test_one_build_that_is_pushed_twice_is_one_denial if {
	found := image_layer_cache.deny with input as {"images": [built(9, false), built(9, false)]}
	{denial.path | some denial in found} == {["images", 0, "built"]}
}

test_a_cache_passes if image_layer_cache.deny == set() with input as {"images": [built(9, true)]}

test_images_of_other_builds_are_silent if image_layer_cache.deny == set() with input as {"images": [image(9, {"built": null})]}

test_builds_without_a_place_are_told_apart if {
	placeless := image(9, {"built": {"cache": false}})
	found := image_layer_cache.deny with input as {"images": [placeless, placeless]}
	count(found) == 2
}

test_builds_without_a_place_are_all_told if {
	found := image_layer_cache.deny with input as {"images": [{"built": {"cache": false}}, {"built": {"cache": false}}]}
	count(found) == 2
}

test_a_build_after_one_without_a_place_is_told if {
	found := image_layer_cache.deny with input as {"images": [image(9, {"built": null}), built(9, false)]}
	{denial.path | some denial in found} == {["images", 1, "built"]}
}

test_a_build_without_a_place_after_another_is_told if {
	found := image_layer_cache.deny with input as {"images": [built(9, false), {"built": {"cache": false}}]}
	{denial.path | some denial in found} == {["images", 0, "built"], ["images", 1, "built"]}
}
