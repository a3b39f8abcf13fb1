package nova.rust.unit_tests_test

import data.nova.rust.unit_tests

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

_sized(lines, tests) := _crate({"source_files": {"files": 3, "lines": lines}, "tests": tests})

test_a_crate_without_an_effective_test_is_denied if {
	every tests in [[], [_test({"ignored": true})], [_test({"constant_assert": true, "can_fail": false})]] {
		unit_tests.deny == {{"msg": `"shop" has 201 lines of Rust and no effective test`, "path": []}} with input as _sized(201, tests)
	}
}

test_a_tested_crate_passes if unit_tests.deny == set() with input as _sized(5000, [_test({"target_kind": "lib"})])

test_a_small_crate_passes if unit_tests.deny == set() with input as _sized(200, [])

test_outside_the_workspace_it_is_silent if {
	unit_tests.deny == set() with input as object.union(_sized(5000, []), {"workspace_member": false})
	unit_tests.deny == set() with input as _sized("many", [])
}

test_examples_need_no_tests if unit_tests.deny == set() with input as object.union(_sized(5000, []), {"illustrates": true})

test_a_test_behind_a_feature_of_the_crate_is_one if {
	hidden := _test({"reachable": false, "unreachable": "feature", "undeclared_features": []})
	unit_tests.deny == set() with input as _sized(201, [hidden])
	every fields in [{"undeclared_features": ["gone"]}, {"ignored": true}, {"can_fail": false}, {"unreachable": "no_target"}] {
		count(unit_tests.deny) == 1 with input as _sized(201, [object.union(hidden, fields)])
	}
}
