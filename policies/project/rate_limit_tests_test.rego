package nova.project.rate_limit_tests_test

import data.nova.project.rate_limit_tests

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

_denied(related) := {{"msg": "No effective test floods a rate limit", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate({"tests": tests})]

test_no_such_test_is_denied if rate_limit_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("rate_limit", {"ignored": true})
	elsewhere := _test("rate_limit", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	rate_limit_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if rate_limit_tests.deny == set() with input as _asked([_test("rate_limit", {"status_codes": ["TOO_MANY_REQUESTS"]})])

test_it_is_silent_where_it_does_not_apply if rate_limit_tests.deny == set() with input as [_files, _crate({"http_apps": []})]

test_tests_of_settings_are_not_enough_and_not_named if {
	rate_limit_tests.deny == _denied([]) with input as _asked([_test("rate_limit", {"target_kind": "lib"})])
}

test_a_concurrent_test_passes if {
	rate_limit_tests.deny == set() with input as _asked([_test("rate_limit", {"topics": ["rate_limit", "concurrency"]})])
}

test_a_library_that_builds_apps_limits_nobody if {
	library := _crate({"targets": [{"kind": "lib", "exists": true}], "tests": []})
	rate_limit_tests.deny == set() with input as [_files, library]
}
