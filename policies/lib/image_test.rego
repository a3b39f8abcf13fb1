package lib.image_test

import data.lib.image

test_references_are_split if {
	cases := {
		"redis": ["", "redis", "", ""],
		"redis:7": ["", "redis", "7", ""],
		"library/redis:7.2-alpine": ["", "library/redis", "7.2-alpine", ""],
		"registry:5000/app": ["registry:5000", "app", "", ""],
		"registry:5000/team/app:v1": ["registry:5000", "team/app", "v1", ""],
		"localhost/app": ["localhost", "app", "", ""],
		"ghcr.io/org/app:v1@sha256:abc": ["ghcr.io", "org/app", "v1", "sha256:abc"],
		"app@sha256:abc": ["", "app", "", "sha256:abc"],
	}
	every reference, parts in cases {
		found := image.parse(reference)
		[found.registry, found.repository, found.tag, found.digest] == parts
	}
}

test_what_is_no_reference_is_undefined if {
	every reference in ["", "${IMAGE}", "$(IMAGE)", "{{ image }}", "<image>", 7, null, ["redis"]] {
		not image.parse(reference)
	}
}

test_family_is_the_last_part if image.family("docker.io/library/postgres:16") == "postgres"

test_products_are_known_by_their_parts if {
	products := ["postgres", "postgresql"]
	every reference in ["postgres:16", "bitnami/postgresql", "acme/postgres16-ha:1", "my_postgres"] {
		image.is_one_of(reference, products)
	}
	every reference in ["postgrest/postgrest", "redis", "${IMAGE}", 1] {
		not image.is_one_of(reference, products)
	}
}
