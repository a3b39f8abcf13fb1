package nova.rust.trace_propagation_test

import data.nova.rust.trace_propagation

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

_caller(fields) := object.union(_crate({"clients": [{"name": "Channel::from_shared", "kind": "grpc"}]}), fields)

_denied(path) := {{"msg": `"shop" hands no trace context on to the services it calls`, "path": path}}

_tracing := {"initialisers": [{"opentelemetry": false}], "propagators": []}

test_a_caller_without_a_propagator_is_denied if {
	trace_propagation.deny == _denied(["clients", 0]) with input as _caller({"tracing": _tracing})
	trace_propagation.deny == _denied(["clients", 0]) with input as _caller({})
}

test_with_clients_of_another_crate_it_stands_where_tracing_is_set_up if {
	shared := {"clients": [{"name": "shop-clients", "kind": "shared"}]}
	trace_propagation.deny == _denied(["tracing", "initialisers", 0]) with input as _caller(object.union(shared, {"tracing": _tracing}))
	trace_propagation.deny == _denied(["clients", 0]) with input as _caller(shared)
}

test_a_propagator_passes if {
	trace_propagation.deny == set() with input as _caller({"tracing": {"propagators": [{"at": {}}]}})
}

test_a_service_that_calls_nobody_is_silent if {
	tonic := [{"name": "tonic", "package": "tonic", "kind": "normal"}]
	trace_propagation.deny == set() with input as _caller({"clients": [], "dependencies": tonic})
}

test_clients_of_other_people_s_services_are_silent if {
	provider := {"name": "Client::new", "kind": "external"}
	trace_propagation.deny == set() with input as _caller({"clients": [provider]})
	trace_propagation.deny == _denied(["clients", 1]) with input as _caller({"clients": [provider, {"kind": "http"}]})
}

test_examples_are_silent if trace_propagation.deny == set() with input as _caller({"illustrates": true})
