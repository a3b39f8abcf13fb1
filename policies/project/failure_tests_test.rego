package nova.project.failure_tests_test

import data.nova.project.failure_tests

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

_denied(related) := {{"msg": "No effective integration test covers a dependency that is down or slow", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate({"tests": tests})]

test_no_such_test_is_denied if failure_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("timeout", {"ignored": true})
	elsewhere := _test("timeout", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	failure_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if failure_tests.deny == set() with input as _asked([_test("timeout", {})])

test_it_is_silent_where_it_does_not_apply if failure_tests.deny == set() with input as [_files, _crate({"targets": []})]

test_unit_tests_do_not_count if {
	failure_tests.deny == _denied([]) with input as _asked([_test("failure", {"target_kind": "lib"})])
}
