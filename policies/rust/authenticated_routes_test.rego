package nova.rust.authenticated_routes_test

import data.nova.rust.authenticated_routes

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

_route(fields) := object.union({"method": "POST", "path": "/orders", "authenticated": false, "registered": true}, fields)

test_open_routes_that_change_something_are_denied if {
	authenticated_routes.deny == {
		{"msg": `"shop" serves /orders without authentication`, "path": ["routes", 0]},
		{"msg": `"shop" serves /orders/{id} without authentication`, "path": ["routes", 1]},
	} with input as _crate({"routes": [_route({}), _route({"method": "DELETE", "path": "/orders/{id}"})]})
}

test_an_open_graphql_endpoint_is_denied if {
	routes := [_route({"path": "/graphql"}), _route({"path": "/playground", "method": "GET"})]
	authenticated_routes.deny == {
		{"msg": `"shop" serves /graphql without authentication`, "path": ["routes", 0]},
	} with input as _crate({"routes": routes})
	authenticated_routes.deny == {
		{"msg": `"shop" serves /playground without authentication`, "path": ["routes", 0]},
	} with input as _crate({"routes": [routes[1]]})
}

test_public_paths_pass if {
	every path in ["/", "/health", "/api/v1/health/live", "/api/v1/auth/login", "/.well-known/jwks.json", "/v1/openapi.json"] {
		authenticated_routes.deny == set() with input as _crate({"routes": [_route({"path": path})]})
	}
}

test_what_only_reads_is_silent if {
	every fields in [{"method": "GET"}, {"method": null}, {"path": null}, {"registered": false}] {
		authenticated_routes.deny == set() with input as _crate({"routes": [_route(fields)]})
	}
}

test_a_service_that_authenticates_elsewhere_is_silent if {
	authenticated_routes.deny == set() with input as _crate({"routes": [_route({}), _route({"authenticated": true, "path": "/me"})]})
}

test_what_is_no_service_is_silent if {
	authenticated_routes.deny == set() with input as _crate({"routes": [_route({})], "workspace_member": false})
}

test_examples_are_silent if authenticated_routes.deny == set() with input as _crate({"routes": [_route({})], "illustrates": true})

test_accounts_are_registered_and_tokens_refreshed_by_anybody if {
	every path in ["/register", "/api/v1/register", "/api/v1/auth/register", "/users/register", "/auth/refresh", "/token/refresh"] {
		authenticated_routes.deny == set() with input as _crate({"routes": [_route({"path": path})]})
	}
}

test_what_is_called_like_a_public_path_is_denied if {
	every path in [
		"/api/v1/devices/register", "/api/v1/feed/refresh", "/refresh-index", "/streams/live", "/livestreams",
		"/orders/{id}/ready", "/health-records", "/api/v1/docs", "/posts/{id}/metrics",
	] {
		denied := authenticated_routes.deny with input as _crate({"routes": [_route({"path": path})]})
		denied == {{"msg": sprintf(`"shop" serves %s without authentication`, [path]), "path": ["routes", 0]}}
	}
}
