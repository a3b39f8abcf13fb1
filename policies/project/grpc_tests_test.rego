package nova.project.grpc_tests_test

import data.nova.project.grpc_tests

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

_denied(related) := {{"msg": "No effective integration test calls a service over gRPC", "path": [0, "contents"], "related": related}}

_asked(tests) := [_files, _crate({"tests": tests, "dependencies": [{"name": "tonic", "package": "tonic", "kind": "normal"}]}), _fact("RustCrate", object.union(_service, {"dependencies": [{"name": "tonic", "package": "tonic", "kind": "normal"}]}))]

test_no_such_test_is_denied if grpc_tests.deny == _denied([]) with input as _asked([_test("other", {})])

test_ineffective_tests_are_denied_and_named if {
	ignored := _test("grpc_client", {"ignored": true})
	elsewhere := _test("grpc_client", {"reachable": false, "target_kind": null, "at": {"path": "shop/tests/old/t.rs"}})
	grpc_tests.deny == _denied([[1, "contents", "tests", 0], [1, "contents", "tests", 2]]) with input as _asked([
		ignored,
		ignored,
		elsewhere,
	])
}

test_a_name_alone_is_no_call if {
	grpc_tests.deny == _denied([]) with input as _asked([_test("grpc", {})])
	grpc_tests.deny == _denied([[1, "contents", "tests", 0]]) with input as _asked([_test("grpc", {"empty": true, "can_fail": false})])
}

test_an_effective_test_passes if grpc_tests.deny == set() with input as _asked([_test("grpc_client", {})])

test_it_is_silent_where_it_does_not_apply if grpc_tests.deny == set() with input as [_files, _crate({"dependencies": [{"name": "tonic", "package": "tonic", "kind": "normal"}]})]
