package nova.project.consistency_tests_test

import data.nova.project.consistency_tests

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

_denied(related) := {{"msg": "No effective integration test checks that services agree on their data", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate({"tests": tests}), _fact("RustCrate", object.union(_service, {"metadata": {"name": "cart"}, "directory": "cart"}))]

test_no_such_test_is_denied if consistency_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("consistency", {"ignored": true})
	elsewhere := _test("consistency", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	consistency_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if consistency_tests.deny == set() with input as _asked([_test("consistency", {})])

test_it_is_silent_where_it_does_not_apply if consistency_tests.deny == set() with input as [_files, _crate({})]

test_a_test_of_nothing_here_is_denied_and_named if {
	consistency_tests.deny == _denied([[1, "contents", "tests", 0]]) with input as _asked([_test("consistency", {"imports_crate": false})])
}

test_test_files_of_no_package_are_named if {
	orphans := _fact("RustOrphanTests", {"files": [{"path": "a.rs", "topics": ["login"]}, {"path": "b.rs", "topics": ["consistency"]}]})
	consistency_tests.deny == _denied([[3, "contents", "files", 1]]) with input as array.concat(_asked([]), [orphans])
}

test_a_package_of_tests_that_calls_the_services_passes if {
	test := _test("consistency", {"imports_crate": false, "calls": ["Client::new", "send"]})
	package_of_tests := _fact("RustCrate", {"directory": "e2e", "targets": [{"kind": "test"}], "tests": [test]})
	consistency_tests.deny == set() with input as array.concat(_asked([]), [package_of_tests])
}
