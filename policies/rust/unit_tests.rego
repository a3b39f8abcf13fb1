# METADATA
# title: Every crate of some size has tests that assert something
# description: >-
#   Asks every member of a workspace with more lines than parameter untested_lines for one test that cargo runs, by
#   default or with features that the crate declares, that is not ignored and that can fail. It is the nearest thing to
#   coverage, which needs a run. Crates that are examples are left out.
# related_resources:
# - ref: https://doc.rust-lang.org/book/ch11-00-testing.html
# custom:
#   severity: medium
#   section: "2"
#   recommendation: P1-2
#   capability: test-coverage-unit
#   origin: report
#   remediation: >-
#     Start with tests of what the service decides: validation, permissions, calculations.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: [untested_lines]
package nova.rust.unit_tests

import data.lib.message
import data.lib.parameters
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf(
		"%q has %d lines of Rust and no effective test",
		[rust_crate.name(input), input.source_files.lines],
	)),
	"path": [],
} if {
	input.workspace_member == true
	not rust_crate.illustrates(input)
	is_number(input.source_files.lines)
	input.source_files.lines > parameters.untested_lines
	not _is_tested
}

_is_tested if {
	some test in rust_crate.list(input, "tests")
	_runs(test)
	rust_tests.checks_something(test)
}

_runs(test) if test.reachable == true

_runs(test) if {
	test.unreachable == "feature"
	count(rust_crate.list(test, "undeclared_features")) == 0
}
