# METADATA
# title: Test files belong to a target that cargo builds
# description: >-
#   Names every file with test functions that no target of any package reaches: a subfolder of tests that no file
#   includes, or a folder of tests beside a workspace. Tests behind a feature that their package does not declare are
#   named once per file and feature: not even --all-features builds them. Those behind one that it declares are
#   cargo/tests_enabled's matter.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/guide/project-layout.html
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: test-coverage-unit
#   origin: observed
#   estimate: {hours: 1, reason: to bring the tests of one file back to life}
#   remediation: >-
#     Move the file to tests/, include it with mod from a file there, or declare a [[test]] with its path; declare the
#     feature under [features]; or delete the tests.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate, RustOrphanTests]
#   parameters: []
package nova.rust.reachable_tests

import data.lib.message
import data.lib.rust_crate
import data.lib.rust_tests

deny contains {
	"msg": message.line(sprintf("No target of %q builds %s, which has tests", [rust_crate.name(input), file.path])),
	"path": ["orphan_tests", index],
} if {
	some index, file in rust_crate.list(input, "orphan_tests")
}

deny contains {
	"msg": message.line(sprintf(
		"%q does not declare feature %q, which hides %s",
		[rust_crate.name(input), feature, message.amount(count(hidden), "test")],
	)),
	"path": ["tests", first, "undeclared_features"],
	"related": [["tests", first]],
} if {
	some feature, indices in _hidden
	some first in rust_tests.first_of_files(input.tests, indices)
	hidden := {index | some index in indices; input.tests[index].at.path == input.tests[first].at.path}
}

deny contains {
	"msg": message.line(sprintf("No package builds %s, which has tests", [file.path])),
	"path": ["files", index],
} if {
	input.kind == "RustOrphanTests"
	some index, file in rust_crate.list(input, "files")
}

_hidden[feature] contains index if {
	some index, test in rust_crate.list(input, "tests")
	some feature in rust_crate.list(test, "undeclared_features")
}
