package nova.project.gitops_fleet_test

import data.nova.project.gitops_fleet

_objects(kind, count_of) := [member |
	some number in numbers.range(1, count_of)
	member := {"path": sprintf("%d", [number]), "contents": {"apiVersion": "argoproj.io/v1alpha1", "kind": kind}}
]

test_many_applications_by_hand_are_denied_at_the_first if {
	gitops_fleet.deny == {{
		"msg": "4 Applications are written by hand and no ApplicationSet makes them",
		"path": [0, "contents", "kind"],
	}} with input as _objects("Application", 4)
}

test_few_applications_pass if gitops_fleet.deny == set() with input as _objects("Application", 3)

test_an_application_set_passes if {
	gitops_fleet.deny == set() with input as array.concat(_objects("Application", 5), _objects("ApplicationSet", 1))
}
