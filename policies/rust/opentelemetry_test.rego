package nova.rust.opentelemetry_test

import data.nova.rust.opentelemetry

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

_tracing(opentelemetry) := {"tracing": {"initialisers": [{"opentelemetry": opentelemetry}]}}

test_a_service_that_traces_to_its_log_is_denied if {
	opentelemetry.deny == {{
		"msg": `"shop" traces to its log only, without OpenTelemetry`,
		"path": ["tracing", "initialisers", 0],
	}} with input as _crate(_tracing(false))
}

test_request_spans_in_the_log_do_not_help if {
	spans := {"name": "tracing-actix-web", "package": "tracing-actix-web", "kind": "normal"}
	count(opentelemetry.deny) == 1 with input as _crate(object.union(_tracing(false), {"dependencies": [spans]}))
}

test_opentelemetry_passes if {
	opentelemetry.deny == set() with input as _crate(_tracing(true))
	every name in ["tracing-opentelemetry", "shop-telemetry"] {
		dependency := {"name": name, "package": name, "kind": "normal"}
		opentelemetry.deny == set() with input as _crate(object.union(_tracing(false), {"dependencies": [dependency]}))
	}
}

test_libraries_and_tools_are_silent if {
	opentelemetry.deny == set() with input as _crate(object.union(_tracing(false), {"targets": [{"kind": "lib"}]}))
	opentelemetry.deny == set() with input as _crate(object.union(_tracing(false), {"http_apps": []}))
	opentelemetry.deny == set() with input as _crate({"tracing": {"initialisers": []}})
}
