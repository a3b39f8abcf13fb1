package nova.rust.graphql_metrics_test

import data.nova.rust.graphql_metrics

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

_gateway(fields) := object.union(_crate({"graphql_schemas": [{"extensions": []}]}), fields)

_metric(name, type) := {"name": name, "type": type}

_all := [
	_metric("graphql_query_duration_seconds", "histogram"),
	_metric("graphql_resolver_duration_seconds", "histogram"),
	_metric("graphql_errors_total", "counter"),
]

test_a_server_that_measures_nothing_is_denied_once if {
	graphql_metrics.deny == {{
		"msg": `GraphQL server "shop" has no query latency metric, resolver time metric, error metric, /metrics endpoint`,
		"path": ["http_apps", 0],
	}} with input as _gateway({})
}

test_what_is_missing_is_named if {
	graphql_metrics.deny == {{
		"msg": `GraphQL server "shop" has no resolver time metric`,
		"path": ["http_apps", 0],
	}} with input as _gateway({"metrics": [_all[0], _all[2]], "metrics_routes": [{"path": "/metrics"}]})
}

test_everything_measured_passes if {
	graphql_metrics.deny == set() with input as _gateway({"metrics": _all, "metrics_middleware": [{"name": "Metrics"}]})
	graphql_metrics.deny == set() with input as _gateway({
		"metrics": [_all[0], _all[2]],
		"metrics_routes": [{"path": "/metrics"}],
		"graphql_schemas": [{"extensions": ["ApolloTracing"]}],
	})
}

test_libraries_and_other_servers_are_silent if {
	graphql_metrics.deny == set() with input as _gateway({"http_apps": []})
	graphql_metrics.deny == set() with input as _gateway({"graphql_schemas": []})
}

test_examples_are_silent if graphql_metrics.deny == set() with input as _gateway({"illustrates": true})
