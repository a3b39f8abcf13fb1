package nova.project.graphql_security_tests_test

import data.nova.project.graphql_security_tests

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

_denied := {{
	"msg": "No effective test covers introspection, query depth or injection in GraphQL",
	"path": [0, "contents"],
	"related": [],
}}

_gateway(tests) := [_files, _crate({"graphql_schemas": [{}], "tests": tests})]

test_none_is_denied if {
	graphql_security_tests.deny == _denied with input as _gateway([])
	graphql_security_tests.deny == _denied with input as _gateway([_test("introspection", {"ignored": true})])
}

test_an_effective_test_passes if {
	every topic in ["introspection", "query_depth", "xss"] {
		graphql_security_tests.deny == set() with input as _gateway([_test(topic, {"target_kind": "lib"})])
	}
}

test_no_schema_is_silent if graphql_security_tests.deny == set() with input as [_files, _crate({})]
