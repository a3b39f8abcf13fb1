package nova.kubernetes.pinned_image_test

import data.nova.kubernetes.pinned_image

_pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}

_with(container) := _pod({"containers": [object.union({"name": "web"}, container)]})

_denied(fault) := {{"msg": sprintf("Container \"web\" of Pod \"web\" runs %s", [fault]), "path": ["spec", "containers", 0, "image"]}}

test_images_that_move_are_denied if {
	pinned_image.deny == _denied("an image without a tag") with input as _with({"image": "registry:5000/web"})
	every tag in ["latest", "main", "dev-latest"] {
		pinned_image.deny == _denied(sprintf("an image of the moving tag %s", [tag])) with input as _with({"image": concat(":", ["web", tag])})
	}
}

test_init_containers_are_judged if {
	{denial.path | some denial in pinned_image.deny} == {["spec", "initContainers", 0, "image"]} with input as _pod({
		"initContainers": [{"image": "busybox"}],
		"containers": [{"image": "web:1.0"}],
	})
}

test_versions_digests_and_placeholders_pass if {
	every reference in ["web:1.0", "web:latest@sha256:abc", "web:3f2a9c1", "web:${TAG}", "{{ image }}", 7, ""] {
		count(pinned_image.deny) == 0 with input as _with({"image": reference})
	}
}

test_the_tags_are_a_parameter if {
	count(pinned_image.deny) == 1 with input as _with({"image": "web:weekly"}) with data.lib.parameters.floating_tags as ["weekly"]
}

test_local_images_and_development_are_silent if {
	count(pinned_image.deny) == 0 with input as _with({"image": "web:latest", "imagePullPolicy": "Never"})
	count(pinned_image.deny) == 0 with input as object.union(_with({"image": "web"}), {"metadata": {"namespace": "dev"}})
}
