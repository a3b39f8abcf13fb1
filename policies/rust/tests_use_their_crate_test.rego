package nova.rust.tests_use_their_crate_test

import data.nova.rust.tests_use_their_crate

_crate(fields) := object.union(
	{
		"kind": "RustCrate",
		"metadata": {"name": "shop"},
		"directory": "shop",
		"workspace_member": true,
		"targets": [{"kind": "bin", "path": "shop/src/main.rs", "exists": true}, {"kind": "test", "path": "shop/tests/api.rs"}],
		"dependencies": [],
		"http_apps": [{"framework": "actix-web"}],
	},
	fields,
)

_test(fields) := object.union(
	{
		"name": "orders",
		"at": {"path": "shop/tests/api.rs", "line": 3},
		"target_kind": "test",
		"reachable": true,
		"ignored": false,
		"ignore_reason": null,
		"empty": false,
		"constant_assert": false,
		"can_fail": true,
		"asserts": 1,
		"imports_crate": true,
		"calls": [],
		"topics": [],
		"status_codes": [],
	},
	fields,
)

_alone(path) := _test({"imports_crate": false, "at": {"path": path}})

test_files_that_test_only_themselves_are_denied_once if {
	targets := [{"kind": "lib"}, {"kind": "test", "path": "a.rs"}, {"kind": "test", "path": "b.rs", "declared": true}]
	tests_use_their_crate.deny == {
		{"msg": `The tests in a.rs use nothing of "shop"`, "path": ["tests", 0], "related": []},
		{"msg": `The tests in b.rs use nothing of "shop"`, "path": ["tests", 2], "related": [["targets", 2]]},
	} with input as _crate({"targets": targets, "tests": [_alone("a.rs"), _alone("a.rs"), _alone("b.rs")]})
}

test_one_call_of_a_server_clears_the_file if {
	call := object.union(_alone("shop/tests/api.rs"), {"calls": ["Client::new", "send"]})
	tests_use_their_crate.deny == set() with input as _crate({"tests": [_alone("shop/tests/api.rs"), call]})
}

test_users_and_support_files_pass if {
	tests_use_their_crate.deny == set() with input as _crate({"tests": [_test({}), _alone("shop/tests/support/mod.rs")]})
}

test_other_faults_are_silent if {
	every fields in [{"empty": true}, {"reachable": false}, {"target_kind": "lib"}] {
		tests_use_their_crate.deny == set() with input as _crate({"tests": [object.union(_alone("shop/tests/api.rs"), fields)]})
	}
}

test_a_package_of_tests_has_no_crate_to_use if {
	tests_use_their_crate.deny == {{
		"msg": "The tests in e2e/tests/flow.rs use no crate of the workspace and no server",
		"path": ["tests", 0],
		"related": [],
	}} with input as _crate({
		"targets": [{"kind": "test", "path": "e2e/tests/flow.rs"}],
		"tests": [_alone("e2e/tests/flow.rs")],
	})
}
