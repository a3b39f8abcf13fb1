# METADATA
# title: Tests of a crate are built by default
# description: >-
#   Finds what cargo test leaves out: test = false on the library or a [[test]] target, autotests = false in a package
#   that declares no test, and a feature that a test requires though it is off by default and enables nothing, so that
#   it only hides the test. Features named like parameter optional_test_features may hide tests that need a system
#   around them. Programs, benchmarks, examples and macro libraries are not judged.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/cargo-targets.html#the-test-field
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: test-coverage-unit
#   origin: observed
#   estimate: {hours: 0.5, reason: to bring one test target back}
#   remediation: >-
#     Remove the setting and mend the tests, or delete them with the feature that hides them.
#   matchers:
#   - input: cargo
#   parameters: [optional_test_features]
package nova.cargo.tests_enabled

import data.lib.message
import data.lib.parameters
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("The library of %q is not tested (test = false)", [_package])),
	"path": ["lib", "test"],
} if {
	input.lib.test == false
	not input.lib["proc-macro"]
}

deny contains {
	"msg": message.line(sprintf("Test %q of %q is not run (test = false)", [_name(test), _package])),
	"path": ["test", index, "test"],
} if {
	some index, test in rust_crate.list(input, "test")
	test.test == false
}

deny contains {
	"msg": message.line(sprintf("%q looks for no tests (autotests = false) and declares none", [_package])),
	"path": ["package", "autotests"],
} if {
	input["package"].autotests == false
	count(rust_crate.list(input, "test")) == 0
}

deny contains {
	"msg": message.line(sprintf("Test %q of %q is hidden behind feature %q", [_name(test), _package, feature])),
	"path": ["test", index, "required-features"],
} if {
	some index, test in rust_crate.list(input, "test")
	feature := [name | some name in rust_crate.list(test, "required-features"); _only_hides(name)][0]
}

default _package := "(unnamed)"

_package := input["package"].name if is_string(input["package"].name)

default _name(_) := "(unnamed)"

_name(test) := test.name if is_string(test.name)

_only_hides(feature) if {
	is_string(feature)
	input.features[feature] == []
	not feature in rust_crate.list(input.features, "default")
	not _is_optional(feature)
}

_is_optional(feature) if {
	some word in parameters.optional_test_features
	contains(lower(feature), word)
}
