package nova.rust.required_credentials_test

import data.nova.rust.required_credentials

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

test_defaults_are_denied_by_name if {
	required_credentials.deny == {
		{"msg": `"shop" has a default for secret JWT_SECRET in its source`, "path": ["default_credentials", 0]},
		{"msg": `"shop" has a default for secret DATABASE_URL in its source`, "path": ["default_credentials", 1]},
	} with input as _crate({"default_credentials": [
		{"name": "JWT_SECRET", "kind": "environment"},
		{"name": "DATABASE_URL", "kind": "environment"},
	]})
}

test_none_passes if required_credentials.deny == set() with input as _crate({"default_credentials": []})

test_examples_may_have_defaults if {
	required_credentials.deny == set() with input as _crate({
		"default_credentials": [{"name": "JWT_SECRET", "kind": "environment"}],
		"illustrates": true,
	})
}
