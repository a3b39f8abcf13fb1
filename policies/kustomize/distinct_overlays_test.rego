package nova.kustomize.distinct_overlays_test

import data.nova.kustomize.distinct_overlays

_pair(first, fields) := {
	"overlays": [{"name": "k8s/dev"}, {"name": "k8s/qa"}],
	"objects": {"first": first, "second": 0, "both": 5},
	"differing_fields": fields,
}

test_copies_are_denied if {
	distinct_overlays.deny == {{
		"msg": "Overlays k8s/dev and k8s/qa differ in 2 values only",
		"path": ["overlays", 0],
		"related": [["overlays", 1]],
	}} with input as _pair(0, 2)
}

test_enough_differences_pass if distinct_overlays.deny == set() with input as _pair(0, 3)

test_an_object_of_its_own_passes if distinct_overlays.deny == set() with input as _pair(1, 0)

test_nothing_known_is_silent if {
	distinct_overlays.deny == set() with input as {"objects": {"first": 0, "second": 0, "both": 0}, "differing_fields": 0}
}
