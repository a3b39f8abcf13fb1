package nova.rust.documented_graphql_schema_test

import data.nova.rust.documented_graphql_schema

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

_documented := _test({"name": "every_type_is_documented"})

_type(name, documented, fields) := {"name": name, "kind": "object", "documented": documented, "fields": [{"name": "f", "documented": field} | some field in fields]}

test_types_with_gaps_are_denied if {
	types := [_type("Order", false, [true, false]), _type("Customer", true, [true]), _type("Basket", true, [false, false])]
	documented_graphql_schema.deny == {
		{"msg": `GraphQL type "Order" lacks 2 of 3 descriptions`, "path": ["graphql_types", 0]},
		{"msg": `GraphQL type "Basket" lacks 2 of 3 descriptions`, "path": ["graphql_types", 2]},
	} with input as _crate({"graphql_types": types, "graphql_schemas": [{}], "tests": [_documented]})
}

test_a_schema_without_a_test_is_denied if {
	documented_graphql_schema.deny == {{
		"msg": `No test of "shop" notices a schema without descriptions`,
		"path": ["graphql_schemas", 0],
	}} with input as _crate({
		"graphql_types": [_type("Order", true, [])],
		"graphql_schemas": [{}],
		"tests": [object.union(_documented, {"ignored": true}), _test({"topics": ["schema_docs"]})],
	})
}

test_documented_and_tested_passes if {
	documented_graphql_schema.deny == set() with input as _crate({
		"graphql_types": [_type("Order", true, [true, true])],
		"graphql_schemas": [{}],
		"tests": [_documented],
	})
}

test_a_crate_without_a_schema_is_silent if documented_graphql_schema.deny == set() with input as _crate({"graphql_types": [], "graphql_schemas": []})

test_examples_are_silent if {
	documented_graphql_schema.deny == set() with input as _crate({
		"graphql_types": [_type("Order", false, [])],
		"graphql_schemas": [{}],
		"illustrates": true,
	})
}

test_the_description_of_a_merged_type_does_not_count if {
	root := object.union(_type("Query", true, []), {"kind": "merged_object", "merges": ["OrderQuery", "StockQuery"]})
	types := [root, _type("OrderQuery", false, [true, false]), _type("StockQuery", false, [true])]
	documented_graphql_schema.deny == {{
		"msg": `GraphQL type "OrderQuery" lacks 1 of 2 descriptions`,
		"path": ["graphql_types", 1],
	}} with input as _crate({"graphql_types": types, "graphql_schemas": [{}], "tests": [_documented]})
}
