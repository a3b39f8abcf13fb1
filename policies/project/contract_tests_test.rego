package nova.project.contract_tests_test

import data.nova.project.contract_tests

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_pipeline(steps) := _fact("Pipeline", {"jobs": [{"id": "test", "runs": "always", "steps": steps}], "deployments": [], "images": []})

_step(role, fields) := object.union({"roles": [role], "runs": "always", "can_fail": true, "commands": []}, fields)

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

_contracts := _fact("RepositoryFiles", {"contracts": [{"kind": "proto", "path": "a.proto"}]})

_denied(path, related) := {{"msg": "No pipeline checks API contracts for breaking changes", "path": path, "related": related}}

test_unchecked_contracts_are_denied if {
	contract_tests.deny == _denied([1, "contents", "jobs"], []) with input as [_contracts, _pipeline([_step("cargo_test", {})])]
}

test_a_check_that_cannot_fail_is_denied_and_named if {
	place := [1, "contents", "jobs", 0, "steps", 0]
	contract_tests.deny == _denied([1, "contents", "jobs"], [place]) with input as [_contracts, _pipeline([_step("contract_test", {"can_fail": false})])]
	contract_tests.deny == _denied([1, "contents", "jobs"], [place]) with input as [_contracts, _pipeline([_step("contract_test", {"runs": "never"})])]
}

test_a_schema_is_a_contract if {
	crate := _fact("RustCrate", {"workspace_member": true, "graphql_schemas": [{}]})
	contract_tests.deny == _denied([1, "contents", "jobs"], []) with input as [_files, _pipeline([]), crate]
}

test_checked_contracts_pass if contract_tests.deny == set() with input as [_contracts, _pipeline([_step("contract_test", {})])]

test_contract_tests_in_rust_pass if {
	crate := _fact("RustCrate", {"tests": [_test("contract", {})]})
	contract_tests.deny == set() with input as [_contracts, _pipeline([]), crate]
}

test_no_contracts_is_silent if contract_tests.deny == set() with input as [_files, _pipeline([])]
