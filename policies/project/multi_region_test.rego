package nova.project.multi_region_test

import data.nova.project.multi_region

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files(regions) := _in([["infra/main.tf", region] | some region in regions])

_in(regions) := _fact("RepositoryFiles", {"terraform": {"regions": [{"value": region, "at": {"path": path}} |
	some [path, region] in regions
]}})

_application(destination) := {"path": "a", "contents": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "Application",
	"spec": {"destination": destination},
}}

_set(elements) := {"path": "a", "contents": {
	"apiVersion": "argoproj.io/v1alpha1",
	"kind": "ApplicationSet",
	"spec": {"generators": [{"list": {"elements": elements}}]},
}}

_denied := {{"msg": "Everything runs in one region: eu-west-1", "path": [0, "contents", "terraform", "regions", 0]}}

test_one_region_is_denied if multi_region.deny == _denied with input as [_files(["eu-west-1", "eu-west-1"])]

test_one_cluster_is_no_second_region if {
	multi_region.deny == _denied with input as [_files(["eu-west-1"]), _application({"server": "https://a"})]
}

test_two_regions_pass if multi_region.deny == set() with input as [_files(["eu-west-1", "us-east-1"])]

test_two_stacks_of_one_region_each_are_denied if {
	multi_region.deny == {{
		"msg": "No stack runs in more than one region: eu-west-1, us-east-1",
		"path": [0, "contents", "terraform", "regions", 0],
	}} with input as [_in([["cluster/terraform/variables.tf", "eu-west-1"], ["terraform/variables.tf", "us-east-1"]])]
}

test_a_folder_for_each_region_passes if {
	multi_region.deny == set() with input as [_in([["live/eu/main.tf", "eu-west-1"], ["live/us/main.tf", "us-east-1"]])]
	multi_region.deny == set() with input as [_in([["main.tf", "eu-west-1"], ["us.tf", "us-east-1"]])]
}

test_two_clusters_pass if {
	multi_region.deny == set() with input as [
		_files(["eu-west-1"]),
		_application({"server": "https://a"}),
		_application({"name": "b"}),
	]
	multi_region.deny == set() with input as [_files(["eu-west-1"]), _set([{"url": "https://a"}, {"cluster": "b"}])]
}

test_no_region_known_is_silent if multi_region.deny == set() with input as [_files([])]
