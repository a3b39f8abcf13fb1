package nova.rust.auth_tests_test

import data.nova.rust.auth_tests

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

_routes := [
	{"method": "GET", "path": "/health", "authenticated": false, "registered": true},
	{"method": "POST", "path": "/orders", "authenticated": false, "registered": true},
	{"method": "GET", "path": "/orders", "authenticated": true, "registered": true},
]

_denied(path, related) := {{
	"msg": `No effective test of "shop" expects 401 or 403 for a request without rights`,
	"path": path,
	"related": related,
}}

test_a_service_without_such_a_test_is_denied if {
	auth_tests.deny == _denied(["routes", 2], []) with input as _crate({"routes": _routes, "tests": [_test({})]})
}

test_ineffective_attempts_are_named_once_per_file if {
	attempts := [
		_test({"topics": ["auth"], "ignored": true, "status_codes": ["401"]}),
		_test({"topics": ["auth"], "can_fail": false}),
		_test({"topics": ["auth"], "target_kind": null, "reachable": false, "at": {"path": "shop/tests/old/auth.rs"}}),
		_test({"topics": ["auth"], "target_kind": "lib", "reachable": false, "at": {"path": "shop/src/lib.rs"}}),
	]
	auth_tests.deny == _denied(["routes", 2], [["tests", 0], ["tests", 2]]) with input as _crate({"routes": _routes, "tests": attempts})
}

test_an_effective_refusal_passes if {
	every code in ["401", "FORBIDDEN", "Unauthenticated"] {
		auth_tests.deny == set() with input as _crate({"routes": _routes, "tests": [_test({"status_codes": ["200", code]})]})
	}
}

test_reading_routes_without_authentication_are_silent if {
	auth_tests.deny == set() with input as _crate({"routes": [_routes[0]], "tests": []})
}

test_guarded_reading_routes_are_denied if {
	auth_tests.deny == _denied(["routes", 0], []) with input as _crate({"routes": [_routes[2]], "tests": []})
}

test_libraries_are_silent if {
	auth_tests.deny == set() with input as _crate({"routes": _routes, "targets": [{"kind": "lib"}], "tests": []})
}

test_it_stands_at_a_route_that_should_authenticate_where_none_does if {
	auth_tests.deny == _denied(["routes", 1], []) with input as _crate({"routes": array.slice(_routes, 0, 2), "tests": []})
}

test_routes_that_no_app_registers_are_silent if {
	gone := [object.union(route, {"registered": false}) | some route in _routes]
	auth_tests.deny == set() with input as _crate({"routes": gone, "tests": []})
	auth_tests.deny == _denied(["routes", 4], []) with input as _crate({"routes": array.concat(gone, [_routes[1], _routes[2]]), "tests": []})
}
