package nova.project.built_images_test

import data.nova.project.built_images

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_pipeline(repositories) := _fact("Pipeline", {"images": [{"pushed": true, "repositories": repositories}]})

_deployment(image) := {"path": "d", "contents": {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"spec": {"containers": [{"image": image}]}}},
}}

test_an_image_of_our_registry_that_nothing_builds_is_denied if {
	built_images.deny == {{
		"msg": "No pipeline builds image registry.example/shop/web of Deployment \"web\"",
		"path": [1, "contents", "spec", "template", "spec", "containers", 0, "image"],
	}} with input as [_pipeline(["registry.example/shop/api"]), _deployment("registry.example/shop/web:v1")]
}

test_built_images_pass_by_tag_and_digest if {
	built_images.deny == set() with input as [_pipeline(["registry.example/web"]), _deployment("registry.example/web:v1")]
	built_images.deny == set() with input as [_pipeline(["registry.example/web"]), _deployment("registry.example/web@sha256:1")]
	built_images.deny == set() with input as [_pipeline(["registry.example/web"]), _deployment("registry.example/web")]
}

test_third_party_images_pass if {
	built_images.deny == set() with input as [_pipeline(["registry.example/web"]), _deployment("postgres:16")]
}

test_computed_names_are_silent if {
	built_images.deny == set() with input as [
		_pipeline(["registry.example/${{ matrix.service }}"]),
		_deployment("registry.example/web:v1"),
	]
}
