package nova.project.pool_exhaustion_tests_test

import data.nova.project.pool_exhaustion_tests

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_service := {
	"metadata": {"name": "shop"},
	"directory": "shop",
	"workspace_member": true,
	"targets": [{"kind": "bin", "exists": true}],
	"http_apps": [{}],
}

_crate(fields) := _fact("RustCrate", object.union(_service, fields))

_test(topic, fields) := object.union(
	{
		"name": "t",
		"at": {"path": "shop/tests/t.rs"},
		"target_kind": "test",
		"reachable": true,
		"ignored": false,
		"empty": false,
		"constant_assert": false,
		"can_fail": true,
		"imports_crate": true,
		"calls": [],
		"topics": [topic],
		"status_codes": [],
	},
	fields,
)

_denied(related) := {{"msg": "No effective test covers an exhausted connection pool", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate(object.union({"tests": tests}, {"pools": [{"kind": "construct"}]}))]

test_no_such_test_is_denied if pool_exhaustion_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("pool", {"ignored": true})
	elsewhere := _test("pool", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	pool_exhaustion_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if pool_exhaustion_tests.deny == set() with input as _asked([_test("pool", {})])

test_it_is_silent_where_it_does_not_apply if pool_exhaustion_tests.deny == set() with input as [_files, _crate({})]

test_a_unit_test_of_the_shares_passes if {
	pool_exhaustion_tests.deny == set() with input as _asked([_test("pool", {"target_kind": "lib"})])
}

test_pools_of_examples_are_silent if {
	example := _crate({"pools": [{"kind": "construct"}], "illustrates": true})
	pool_exhaustion_tests.deny == set() with input as [_files, example]
}
