package nova.rust.pool_budget_test

import data.nova.rust.pool_budget

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

_pool(fields) := object.union({"kind": "override", "max_connections": 20, "min_override": true}, fields)

test_overrides_are_denied if {
	pools := [_pool({}), _pool({"min_override": false}), _pool({"max_connections": 50})]
	pool_budget.deny == {
		{"msg": `"shop" raises its connection pool to 20 after taking its share`, "path": ["pools", 0]},
		{"msg": `"shop" raises its connection pool to 50 after taking its share`, "path": ["pools", 2]},
	} with input as _crate({"pools": pools})
}

test_shares_pass if {
	pool_budget.deny == set() with input as _crate({"pools": [_pool({"kind": "construct", "min_override": false, "max_connections": null})]})
}

test_examples_are_silent if pool_budget.deny == set() with input as _crate({"pools": [_pool({})], "illustrates": true})
