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

_caller(fields) := object.union(_crate({"dependencies": [{"name": "tonic", "package": "tonic", "kind": "normal"}]}), fields)

_denied(path) := {{"msg": `"shop" hands no trace context on to the services it calls`, "path": path}}

test_a_caller_without_a_propagator_is_denied if {
	trace_propagation.deny == _denied(["tracing", "initialisers", 0]) with input as _caller({"tracing": {
		"initialisers": [{"opentelemetry": false}],
		"propagators": [],
	}})
	trace_propagation.deny == _denied([]) with input as _caller({})
}

test_a_propagator_passes if {
	trace_propagation.deny == set() with input as _caller({"tracing": {"propagators": [{"at": {}}]}})
}

test_a_service_that_calls_nobody_is_silent if trace_propagation.deny == set() with input as _caller({"dependencies": []})
