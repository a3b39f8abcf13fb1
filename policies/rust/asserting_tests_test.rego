package nova.rust.asserting_tests_test

import data.nova.rust.asserting_tests

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

test_an_empty_body_is_denied if {
	asserting_tests.deny == {{"msg": `Test "orders" of "shop" has an empty body`, "path": ["tests", 0]}} with input as _crate({"tests": [_test({
		"empty": true,
		"can_fail": false,
	})]})
}

test_constant_assertions_are_denied_reachable_or_not if {
	constant := _test({"constant_assert": true, "can_fail": false, "reachable": false})
	asserting_tests.deny == {
		{"msg": `Test "orders" of "shop" asserts only what is constant`, "path": ["tests", 0, "constant_assert"]},
		{"msg": `Test "orders" of "shop" asserts only what is constant`, "path": ["tests", 1, "constant_assert"]},
	} with input as _crate({"tests": [constant, constant]})
}

test_what_can_fail_passes if {
	tests := [_test({}), _test({"constant_assert": true}), _test({"asserts": 0}), _test({"asserts": 0, "can_fail": false})]
	asserting_tests.deny == set() with input as _crate({"tests": tests})
}

test_odd_tests_are_silent if {
	every odd in [7, "tests", null, [null, 7, {"empty": "yes"}]] {
		asserting_tests.deny == set() with input as _crate({"tests": odd})
	}
}
