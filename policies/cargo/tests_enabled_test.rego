package nova.cargo.tests_enabled_test

import data.nova.cargo.tests_enabled

_manifest(fields) := object.union({"package": {"name": "shop"}, "features": {"default": ["http"], "http": [], "legacy": [], "integration": []}}, fields)

_hidden(name, features) := {"name": name, "path": "tests/x.rs", "required-features": features}

test_hidden_tests_are_denied if {
	tests_enabled.deny == {
		{"msg": `Test "old" of "shop" is hidden behind feature "legacy"`, "path": ["test", 0, "required-features"]},
		{"msg": `Test "older" of "shop" is hidden behind feature "legacy"`, "path": ["test", 2, "required-features"]},
	} with input as _manifest({"test": [_hidden("old", ["http", "legacy"]), _hidden("api", ["http"]), _hidden("older", ["legacy"])]})
}

test_features_that_are_needed_pass if {
	manifest := _manifest({"test": [_hidden("pg", ["postgres"]), _hidden("it", ["integration"]), _hidden("no", ["unknown", 7])]})
	tests_enabled.deny == set() with input as object.union(manifest, {"features": {"postgres": ["dep:sqlx"], "integration": []}})
}

test_switched_off_tests_are_denied if {
	tests_enabled.deny == {
		{"msg": `The library of "shop" is not tested (test = false)`, "path": ["lib", "test"]},
		{"msg": `Test "api" of "shop" is not run (test = false)`, "path": ["test", 0, "test"]},
	} with input as _manifest({"lib": {"test": false}, "test": [{"name": "api", "test": false}]})
}

test_macro_libraries_pass if tests_enabled.deny == set() with input as _manifest({"lib": {"test": false, "proc-macro": true}})

test_a_package_that_looks_for_no_tests_is_denied if {
	tests_enabled.deny == {{
		"msg": `"shop" looks for no tests (autotests = false) and declares none`,
		"path": ["package", "autotests"],
	}} with input as _manifest({"package": {"name": "shop", "autotests": false}})
}

test_declared_tests_pass if {
	tests_enabled.deny == set() with input as _manifest({"package": {"name": "shop", "autotests": false}, "test": [{"name": "api"}]})
}

test_unnamed_things_have_a_name if {
	tests_enabled.deny == {{"msg": `Test "(unnamed)" of "(unnamed)" is not run (test = false)`, "path": ["test", 0, "test"]}} with input as {"test": [{"test": false}]}
}
