# METADATA
# title: Ignored tests say why
# description: >-
#   Looks at tests with #[ignore] and no reason, one denial per file; a comment behind the attribute on its line is a
#   reason too. Tests that prove nothing anyway are rust/asserting_tests' matter; whether a reason is a good one is not
#   judged.
# related_resources:
# - ref: https://doc.rust-lang.org/reference/attributes/testing.html#the-ignore-attribute
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: test-coverage-unit
#   origin: observed
#   estimate: {hours: 0.25, reason: to find out what the tests of one file need}
#   remediation: >-
#     Write #[ignore = "needs …"] with what the test needs, and let a pipeline run it with --ignored where that is
#     there.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.justified_ignores

import data.lib.message
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf(
		"Tests that are ignored without a reason in %s: %d",
		[input.tests[first].at.path, count(others) + 1],
	)),
	"path": ["tests", first, "ignored"],
	"related": [["tests", other, "ignored"] | some other in others],
} if {
	some first in rust_tests.first_of_files(input.tests, _unexplained)
	others := sort(_same_file(first) - {first})
}

_same_file(first) := {index |
	some index in _unexplained
	input.tests[index].at.path == input.tests[first].at.path
}

_unexplained contains index if {
	some index, test in rust_crate.list(input, "tests")
	test.ignored == true
	is_null(test.ignore_reason)
	not rust_tests.is_hollow(test)
}
