package lib.rust_crate_test

import data.lib.rust_crate

_program := {"workspace_member": true, "targets": [{"kind": "bin", "exists": true}]}

_uses(name) := {"dependencies": [{"name": name, "package": name, "kind": "normal"}]}

test_names_and_lists_have_defaults if {
	rust_crate.name({"metadata": {"name": "shop"}}) == "shop"
	rust_crate.list({"routes": [1]}, "routes") == [1]
	every odd in [null, 7, [], {}, {"metadata": 7, "routes": {}}, {"metadata": {"name": 7}}] {
		rust_crate.name(odd) == "(unnamed)"
		rust_crate.list(odd, "routes") == []
	}
}

test_only_production_dependencies_count if {
	rust_crate.depends_on(_uses("tonic"), `^tonic$`)
	not rust_crate.depends_on(_uses("tonic-build"), `^tonic$`)
	not rust_crate.depends_on({"dependencies": [{"package": "tonic", "kind": "dev"}, {"package": 7, "kind": "normal"}]}, `tonic`)
}

test_services_are_programs_of_the_workspace_that_answer if {
	rust_crate.is_service(object.union(_program, {"http_apps": [{}]}))
	rust_crate.is_service(object.union(_program, _uses("tonic")))
	not rust_crate.is_service(_program)
	not rust_crate.is_service(object.union(_program, {"http_apps": [{}], "workspace_member": false}))
	not rust_crate.is_service(object.union(_program, {"http_apps": [{}], "illustrates": true}))
	not rust_crate.is_service({"workspace_member": true, "http_apps": [{}], "targets": [{"kind": "lib"}]})
	not rust_crate.is_service({"workspace_member": true, "http_apps": [{}], "targets": [{"kind": "bin", "exists": false}]})
}

test_spans_are_exported_by_dependency_or_in_code if {
	rust_crate.exports_spans(_uses("opentelemetry-otlp"))
	rust_crate.exports_spans({"tracing": {"initialisers": [{"opentelemetry": true}]}})
	not rust_crate.exports_spans(_uses("tracing-actix-web"))
	not rust_crate.exports_spans({"tracing": {"initialisers": [{"opentelemetry": false}]}})
	not rust_crate.exports_spans({"tracing": null})
}

test_public_paths_match_patterns if {
	rust_crate.is_public({"path": "/API/Health"}, [7, "**/health*"])
	rust_crate.is_public({"path": "/health/live"}, ["**/health/**"])
	not rust_crate.is_public({"path": "/health/live"}, ["**/health*"])
	not rust_crate.is_public({"path": null}, ["**"])
}

test_sensitive_routes_change_something_or_are_graphql if {
	routes := [
		{"method": "POST", "path": "/orders"},
		{"method": "GET", "path": "/orders"},
		{"method": "GET", "path": "/playground"},
		{"method": "POST", "path": "/login"},
		{"method": "POST", "path": null},
		{"method": "POST", "path": "/gone", "registered": false},
		7,
	]
	rust_crate.sensitive_routes({"routes": routes}, ["**/login"]) == [0, 2]
}

test_a_playground_beside_its_endpoint_is_a_page if {
	page := {"method": "GET", "path": "/playground"}
	endpoint := {"method": "POST", "path": "/graphql"}
	rust_crate.sensitive_routes({"routes": [page, endpoint]}, []) == [1]
	every other in [
		{"method": "POST", "path": "/orders/graphql/new"},
		{"method": "POST", "path": "/graphql", "registered": false},
		{"method": "POST", "path": null},
		7,
	] {
		0 in rust_crate.sensitive_routes({"routes": [page, other]}, [])
	}
	rust_crate.sensitive_routes({"routes": [object.union(page, {"method": "POST"}), endpoint]}, []) == [0, 1]
}

test_one_authenticated_route_is_enough if {
	rust_crate.authenticates({"routes": [{"authenticated": false}, {"authenticated": true}]})
	not rust_crate.authenticates({"routes": [{"authenticated": false}]})
}
