package nova.rust.graphql_limits_test

import data.nova.rust.graphql_limits

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

_schema(depth, complexity, introspection) := {"limits_depth": depth, "limits_complexity": complexity, "introspection_disabled": introspection}

test_schemas_without_limits_are_denied if {
	graphql_limits.deny == {
		{"msg": `The GraphQL schema of "shop" does not limit depth, complexity, introspection`, "path": ["graphql_schemas", 0]},
		{"msg": `The GraphQL schema of "shop" does not limit introspection`, "path": ["graphql_schemas", 1]},
	} with input as _crate({"graphql_schemas": [_schema(false, false, false), _schema(true, true, false)]})
}

test_a_limited_schema_passes if graphql_limits.deny == set() with input as _crate({"graphql_schemas": [_schema(true, true, true)]})

test_no_schema_is_silent if graphql_limits.deny == set() with input as _crate({"graphql_schemas": []})

test_examples_are_silent if {
	graphql_limits.deny == set() with input as _crate({"graphql_schemas": [_schema(false, false, false)], "illustrates": true})
}
