package lib.rust_tests_test

import data.lib.rust_tests

_test(fields) := object.union(
	{
		"at": {"path": "a.rs"},
		"target_kind": "test",
		"reachable": true,
		"ignored": false,
		"empty": false,
		"constant_assert": false,
		"can_fail": true,
		"imports_crate": true,
		"calls": [],
		"topics": ["pool"],
	},
	fields,
)

test_hollow_tests_cannot_fail if {
	rust_tests.is_hollow(_test({"empty": true}))
	rust_tests.is_hollow(_test({"constant_assert": true, "can_fail": false}))
	not rust_tests.is_hollow(_test({"constant_assert": true}))
	not rust_tests.is_hollow(_test({}))
}

test_effective_tests_run_and_can_fail if {
	rust_tests.is_effective(_test({}))
	every fields in [{"reachable": false}, {"ignored": true}, {"can_fail": false}, {"empty": true}] {
		not rust_tests.is_effective(_test(fields))
	}
}

test_integration_tests_use_their_crate if {
	crate := {"directory": "shop", "targets": [{"kind": "lib"}]}
	rust_tests.is_effective_integration(crate, _test({}))
	not rust_tests.is_effective_integration(crate, _test({"target_kind": "lib"}))
	not rust_tests.is_effective_integration(crate, _test({"imports_crate": false, "calls": ["Client::new"]}))
}

test_packages_of_tests_talk_to_a_server if {
	caller := _test({"imports_crate": false, "calls": ["Client::new"]})
	rust_tests.is_effective_integration({"directory": "e2e", "targets": [{"kind": "test"}]}, caller)
	not rust_tests.is_effective_integration({"directory": ".", "targets": [{"kind": "test"}]}, caller)
	not rust_tests.is_effective_integration({"directory": "e2e", "targets": [{"kind": "test"}]}, _test({"imports_crate": false}))
}

test_servers_are_known_by_what_is_called if {
	every call in ["TestRequest::get", "test::call_service", "oneshot", "reqwest::get", "UserServiceClient::connect"] {
		rust_tests.drives_server({"calls": [7, call]})
	}
	every calls in [[], ["Uuid::new_v4", "posted"], "send", null] {
		not rust_tests.drives_server({"calls": calls})
	}
}

test_a_router_within_a_test_is_no_server if {
	shop := {"directory": "shop", "targets": [{"kind": "bin"}, {"kind": "test"}]}
	router := _test({"imports_crate": false, "calls": ["App::new", "test::call_service"]})
	rust_tests.tests_itself(shop, router)
	not rust_tests.proves(shop, router)
	every test in [
		_test({}),
		object.union(router, {"target_kind": "bin"}),
		object.union(router, {"calls": ["Client::new", "send"]}),
	] {
		rust_tests.proves(shop, test)
	}
	rust_tests.proves({"directory": "e2e", "targets": [{"kind": "test"}]}, router)
	not rust_tests.proves(shop, _test({"ignored": true}))
}

test_the_first_of_each_file_is_kept if {
	tests := [_test({}), _test({"at": {"path": "b.rs"}}), _test({}), _test({"at": {"path": "b.rs"}})]
	rust_tests.first_of_files(tests, {1, 2, 3}) == [1, 2]
	rust_tests.first_of_files(tests, set()) == []
	rust_tests.first_of_files([7, null], {0, 1}) == []
}

_fact(fields) := {"contents": object.union(
	{
		"apiVersion": "facts.nova-policy.dev/v1",
		"kind": "RustCrate",
		"workspace_member": true,
		"targets": [{"kind": "bin"}],
		"http_apps": [{}],
		"dependencies": [{"package": "sqlx", "kind": "normal"}],
	},
	fields,
)}

test_examples_ask_for_nothing if {
	count(rust_tests.services) == 1 with input as [_fact({})]
	rust_tests.some_crate_uses(`^sqlx$`) with input as [_fact({})]
	rust_tests.some_crate_has("http_apps") with input as [_fact({})]
	every fields in [{"illustrates": true}, {"workspace_member": false}] {
		count(rust_tests.services) == 0 with input as [_fact(fields)]
		not rust_tests.some_crate_uses(`^sqlx$`) with input as [_fact(fields)]
		not rust_tests.some_crate_has("http_apps") with input as [_fact(fields)]
	}
}
