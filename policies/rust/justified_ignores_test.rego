package nova.rust.justified_ignores_test

import data.nova.rust.justified_ignores

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

_ignored(path) := _test({"ignored": true, "at": {"path": path}})

test_unexplained_ignores_are_denied_once_per_file if {
	justified_ignores.deny == {
		{"msg": "Tests that are ignored without a reason in a.rs: 2", "path": ["tests", 0, "ignored"], "related": [["tests", 2, "ignored"]]},
		{"msg": "Tests that are ignored without a reason in b.rs: 1", "path": ["tests", 1, "ignored"], "related": []},
	} with input as _crate({"tests": [_ignored("a.rs"), _ignored("b.rs"), _ignored("a.rs")]})
}

test_reasons_pass if {
	justified_ignores.deny == set() with input as _crate({"tests": [object.union(_ignored("a.rs"), {"ignore_reason": "given"}), _test({})]})
}

test_tests_that_prove_nothing_are_silent if {
	justified_ignores.deny == set() with input as _crate({"tests": [object.union(_ignored("a.rs"), {"empty": true})]})
}
