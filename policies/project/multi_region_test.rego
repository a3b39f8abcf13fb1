package nova.project.multi_region_test

import data.nova.project.multi_region

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files(regions) := _fact("RepositoryFiles", {"terraform": {"regions": [{"value": region} | some region in regions]}})

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

test_two_clusters_pass if {
	multi_region.deny == set() with input as [
		_files(["eu-west-1"]),
		_application({"server": "https://a"}),
		_application({"name": "b"}),
	]
	multi_region.deny == set() with input as [_files(["eu-west-1"]), _set([{"url": "https://a"}, {"cluster": "b"}])]
}

test_no_region_known_is_silent if multi_region.deny == set() with input as [_files([])]
