package nova.project.graphql_tests_test

import data.nova.project.graphql_tests

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

_denied(related) := {{"msg": "No effective test queries the GraphQL endpoint", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate(object.union({"tests": tests}, {"graphql_schemas": [{}]}))]

test_no_such_test_is_denied if graphql_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("graphql", {"ignored": true})
	elsewhere := _test("graphql", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	graphql_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if graphql_tests.deny == set() with input as _asked([_test("graphql", {})])

test_it_is_silent_where_it_does_not_apply if graphql_tests.deny == set() with input as [_files, _crate({})]

test_a_unit_test_of_a_schema_does_not_count if {
	unit := _test("graphql", {"target_kind": "bin"})
	graphql_tests.deny == _denied([]) with input as _asked([unit])
	graphql_tests.deny == _denied([[1, "contents", "tests", 0]]) with input as _asked([object.union(unit, {"calls": ["execute"]})])
}

test_a_unit_test_through_the_router_passes if {
	graphql_tests.deny == set() with input as _asked([_test("graphql", {"target_kind": "bin", "calls": ["test::call_service"]})])
}
