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
