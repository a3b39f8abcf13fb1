package nova.pipeline.image_scan_test

import data.nova.pipeline.image_scan

place(line) := {"path": ".github/workflows/build.yml", "line": line, "column": 9}

image(line, fields) := object.union(
	{
		"at": place(line), "job": "build", "runs": "always", "pushed": true, "repositories": ["registry.example/nova/feed"],
		"immutable_tag": true, "scanned_by": [], "sbom_by": [], "signed_by": [],
	},
	fields,
)

scan(fields) := object.union({"same_image": true, "can_fail": true}, fields)

test_an_image_without_scan_is_denied if {
	found := image_scan.deny with input as {"images": [image(9, {"repositories": ["registry.example/nova/feed", "registry.example/nova/auth"]})]}
	found == {{"msg": "Image nova/feed and 1 more is pushed without a scan that can fail", "path": ["images", 0], "related": []}}
}

test_a_scan_that_cannot_fail_is_denied_and_related if {
	found := image_scan.deny with input as {"images": [image(9, {"scanned_by": [scan({"can_fail": false})]})]}
	found == {{"msg": "Image nova/feed is pushed without a scan that can fail", "path": ["images", 0], "related": [["images", 0, "scanned_by", 0]]}}
}

test_a_scan_of_another_image_is_no_evidence if {
	found := image_scan.deny with input as {"images": [image(9, {"scanned_by": [scan({"same_image": false})]})]}
	{denial.related | some denial in found} == {[]}
}

test_two_images_are_two_denials if {
	found := image_scan.deny with input as {"images": [image(9, {}), image(30, {})]}
	{denial.path | some denial in found} == {["images", 0], ["images", 1]}
}

test_a_scan_that_can_fail_passes if {
	image_scan.deny == set() with input as {"images": [image(9, {"scanned_by": [scan({"can_fail": false}), scan({"same_image": null})]})]}
}

test_builds_that_nobody_pushes_are_silent if image_scan.deny == set() with input as {"images": [image(9, {"pushed": false})]}
