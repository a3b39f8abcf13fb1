package nova.rust.reachable_tests_test

import data.nova.rust.reachable_tests

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

test_orphans_of_a_package_are_denied if {
	reachable_tests.deny == {
		{"msg": `No target of "shop" builds shop/tests/a/b.rs, which has tests`, "path": ["orphan_tests", 0]},
		{"msg": `No target of "shop" builds shop/tests/a/c.rs, which has tests`, "path": ["orphan_tests", 1]},
	} with input as _crate({"orphan_tests": [{"path": "shop/tests/a/b.rs", "tests": 1}, {"path": "shop/tests/a/c.rs", "tests": 2}]})
}

test_orphans_of_no_package_are_denied if {
	reachable_tests.deny == {{"msg": "No package builds tests/e2e.rs, which has tests", "path": ["files", 0]}} with input as {
		"kind": "RustOrphanTests",
		"files": [{"path": "tests/e2e.rs", "tests": 3}],
	}
}

test_reached_tests_pass if reachable_tests.deny == set() with input as _crate({"orphan_tests": []})

_hidden(path, features) := {"name": "t", "at": {"path": path}, "undeclared_features": features}

test_tests_behind_a_feature_that_is_not_there_are_denied_once_per_file_and_feature if {
	reachable_tests.deny == {
		{
			"msg": `"shop" does not declare feature "old", which hides 2 tests`,
			"path": ["tests", 0, "undeclared_features"],
			"related": [["tests", 0]],
		},
		{
			"msg": `"shop" does not declare feature "old", which hides 1 test`,
			"path": ["tests", 3, "undeclared_features"],
			"related": [["tests", 3]],
		},
		{
			"msg": `"shop" does not declare feature "slow", which hides 1 test`,
			"path": ["tests", 3, "undeclared_features"],
			"related": [["tests", 3]],
		},
	} with input as _crate({"tests": [
		_hidden("a.rs", ["old"]),
		_hidden("a.rs", []),
		_hidden("a.rs", ["old"]),
		_hidden("b.rs", ["old", "slow"]),
	]})
}

test_declared_features_are_silent if {
	reachable_tests.deny == set() with input as _crate({"tests": [_hidden("a.rs", []), {"at": {"path": "b.rs"}}]})
}
