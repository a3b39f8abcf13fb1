package nova.kustomize.distinct_overlays_test

import data.nova.kustomize.distinct_overlays

pair(first, fields, second_builds) := {
	"overlays": [{"name": "k8s/dev", "builds": true}, {"name": "k8s/qa", "builds": second_builds}],
	"objects": {"first": first, "second": 0, "both": 5},
	"differing_fields": fields,
}

test_copies_are_denied if {
	found := distinct_overlays.deny with input as pair(0, 2, true)
	found == {{"msg": "Overlays k8s/dev and k8s/qa differ in 2 values only", "path": ["overlays", 0], "related": [["overlays", 1]]}}
}

test_the_parameter_decides if {
	found := distinct_overlays.deny with input as pair(0, 3, true) with data.lib.parameters.overlay_differences as 4
	count(found) == 1
}

test_enough_differences_pass if distinct_overlays.deny == set() with input as pair(0, 3, true)

test_an_object_of_its_own_passes if distinct_overlays.deny == set() with input as pair(1, 0, true)

test_an_overlay_that_does_not_build_is_silent if distinct_overlays.deny == set() with input as pair(0, 0, false)

test_nothing_known_is_silent if {
	distinct_overlays.deny == set() with input as {"objects": {"first": 0, "second": 0, "both": 0}, "differing_fields": 0}
}
