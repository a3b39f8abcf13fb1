package lib.load_scripts_test

import data.lib.load_scripts

_script(fields) := {"contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": "LoadScript"}, fields)}

test_scripts_that_run_are_told_apart if {
	scripts := [_script({"run_by": []}), _script({"run_by": [{}], "vus": 5, "scenarios": ["grpc"]})]
	object.keys(load_scripts.all_scripts) == {[0, "contents"], [1, "contents"]} with input as scripts
	count(load_scripts.that_run) == 1 with input as scripts
	load_scripts.has_concurrent_users with input as scripts
	load_scripts.has_scenario("grpc") with input as scripts
	not load_scripts.has_scenario("streaming") with input as scripts
	not load_scripts.has_concurrent_users with input as [_script({"vus": "many"})]
}

test_only_numbers_are_compared if {
	load_scripts.is_more_than(2, 1) == true
	every value in [1, null, "2", [2]] {
		load_scripts.is_more_than(value, 1) == false
	}
}
