# METADATA
# title: Tests assert something that can be false
# description: >-
#   Looks at every test function, whether cargo runs it or not: an empty body, or assertions that are all constant
#   (assert!(true), assert!(false, "not yet implemented")) in a test that nothing else can fail. A test without
#   assertions that unwraps, returns an error or should panic passes, and so does one whose helper asserts.
# related_resources:
# - ref: https://doc.rust-lang.org/book/ch11-01-writing-tests.html
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: test-coverage-unit
#   origin: observed
#   estimate: {hours: 0.5, reason: to write one missing test}
#   remediation: >-
#     Write the test, or delete it: a test that cannot fail hides that the code is not tested.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.asserting_tests

import data.lib.message
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("Test %q of %q has an empty body", [test.name, rust_crate.name(input)])),
	"path": ["tests", index],
} if {
	some index, test in rust_crate.list(input, "tests")
	test.empty == true
}

deny contains {
	"msg": message.line(sprintf("Test %q of %q asserts only what is constant", [test.name, rust_crate.name(input)])),
	"path": ["tests", index, "constant_assert"],
} if {
	some index, test in rust_crate.list(input, "tests")
	rust_tests.is_hollow(test)
	test.empty != true
}
