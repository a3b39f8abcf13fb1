package nova.rust.graphql_dataloader_test

import data.nova.rust.graphql_dataloader

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

_gateway(fields) := object.union(
	_crate({
		"graphql_schemas": [{"dataloader": false}],
		"graphql_types": [{"name": "Query", "kind": "object"}],
		"dependencies": [{"name": "tonic", "package": "tonic", "kind": "normal"}],
	}),
	fields,
)

test_a_schema_without_a_loader_is_denied if {
	graphql_dataloader.deny == {{
		"msg": `The GraphQL schema of "shop" resolves without a DataLoader`,
		"path": ["graphql_schemas", 0],
	}} with input as _gateway({})
}

test_a_loader_passes if graphql_dataloader.deny == set() with input as _gateway({"graphql_schemas": [{"dataloader": true}]})

test_without_resolvers_or_calls_it_is_silent if {
	graphql_dataloader.deny == set() with input as _gateway({"graphql_types": [{"name": "Order", "kind": "simple_object"}]})
	graphql_dataloader.deny == set() with input as _gateway({"dependencies": []})
	graphql_dataloader.deny == set() with input as _gateway({"graphql_schemas": []})
}

test_examples_are_silent if graphql_dataloader.deny == set() with input as _gateway({"illustrates": true})
