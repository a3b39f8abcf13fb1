package nova.project.auth_flow_tests_test

import data.nova.project.auth_flow_tests

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

_denied(related) := {{"msg": "No effective integration test follows registration, login and token use", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate(object.union({"tests": tests}, {"routes": [{"path": "/api/v1/auth/login"}]}))]

test_no_such_test_is_denied if auth_flow_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("login", {"ignored": true})
	elsewhere := _test("login", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	auth_flow_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_an_effective_test_passes if auth_flow_tests.deny == set() with input as _asked([_test("login", {"calls": ["AuthClient::connect"]})])

test_it_is_silent_where_it_does_not_apply if auth_flow_tests.deny == set() with input as [_files, _crate({"routes": [{"path": "/orders"}, {"path": null}]})]

test_an_auth_service_is_known_by_its_name if {
	crate := _crate({"metadata": {"name": "auth-service"}})
	auth_flow_tests.deny == _denied([]) with input as [_files, crate]
}

test_refusals_alone_are_no_flow if {
	refusal := _test("login", {"calls": ["TestRequest::post"], "status_codes": ["BAD_REQUEST"]})
	auth_flow_tests.deny == _denied([]) with input as _asked([refusal])
}

test_a_success_among_refusals_passes if {
	both := _test("login", {"calls": ["TestRequest::post"], "status_codes": ["401", "OK"]})
	auth_flow_tests.deny == set() with input as _asked([both])
}

test_a_test_without_a_server_does_not_count if {
	auth_flow_tests.deny == _denied([]) with input as _asked([_test("login", {})])
}
