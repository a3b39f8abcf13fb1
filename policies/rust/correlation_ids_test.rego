package nova.rust.correlation_ids_test

import data.nova.rust.correlation_ids

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

test_an_app_without_ids_is_denied if {
	correlation_ids.deny == {{"msg": `Requests to "shop" carry no correlation id`, "path": ["http_apps", 0]}} with input as _crate({"tracing": {
		"correlation_ids": [{"kind": "defined", "name": "RequestId"}],
		"request_spans": [],
	}})
}

test_a_wrapped_middleware_passes if {
	correlation_ids.deny == set() with input as _crate({"tracing": {"correlation_ids": [{"kind": "wrapped", "name": "RequestId"}]}})
}

test_an_interceptor_passes if {
	ids := [{"kind": "header", "name": "x-request-id"}, {"kind": "intercepted", "name": "take_id"}]
	correlation_ids.deny == set() with input as _crate({"tracing": {"correlation_ids": ids}})
}

test_request_spans_pass if {
	correlation_ids.deny == set() with input as _crate({"tracing": {"request_spans": [{"name": "TracingLogger"}]}})
}

test_a_service_without_http_is_silent if {
	tonic := {"name": "tonic", "package": "tonic", "kind": "normal"}
	correlation_ids.deny == set() with input as _crate({"http_apps": [], "dependencies": [tonic]})
}
