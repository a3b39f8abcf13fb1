# METADATA
# title: Integration tests exercise the crate they belong to
# description: >-
#   Looks at the main files of test targets that cargo runs: one that names neither its package's library, a crate of
#   the workspace nor its program, and calls no server, tests only itself; a router within the test that serves handlers
#   of the test is no server. One denial per file. Crates without a library whose tests start other processes by hand
#   are not seen.
# related_resources:
# - ref: https://doc.rust-lang.org/book/ch11-03-test-organization.html#integration-tests
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: test-coverage-unit
#   origin: observed
#   estimate: {hours: 0.5, reason: to point one file of tests at the real code}
#   remediation: >-
#     Call the crate's own code in the test, or delete the copy that stands in for it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate]
#   parameters: []
package nova.rust.tests_use_their_crate

import data.lib.message
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("The tests in %s use %s", [file, _unused])),
	"path": ["tests", first],
	"related": [["targets", index] | some index, target in rust_crate.list(input, "targets"); _declares(target, file)],
} if {
	some first in rust_tests.first_of_files(input.tests, object.keys(_own_tests))
	file := input.tests[first].at.path
	every test in [test | some test in _own_tests; test.at.path == file] {
		_tests_itself(test)
	}
}

default _unused := "no crate of the workspace and no server"

_unused := sprintf("nothing of %q", [rust_crate.name(input)]) if not rust_tests.holds_tests_only(input)

# Where the manifest names the file; cargo finds others by itself.
_declares(target, file) if {
	target.path == file
	target.declared == true
}

# Tests of what a target's main file includes are tests of test support.
_own_tests[position] := test if {
	some position, test in rust_crate.list(input, "tests")
	test.target_kind == "test"
	test.reachable == true
	some target in rust_crate.list(input, "targets")
	target.kind == "test"
	target.path == test.at.path
}

_tests_itself(test) if {
	rust_tests.tests_itself(input, test)
	not rust_tests.is_hollow(test)
}
