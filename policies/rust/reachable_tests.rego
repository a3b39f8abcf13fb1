# METADATA
# title: Test files belong to a target that cargo builds
# description: >-
#   Names every file with test functions that no target of any package reaches: a subfolder of tests that no file
#   includes, or a folder of tests beside a workspace. Tests behind a feature are cargo/tests_enabled's matter.
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
#     Move the file to tests/, include it with mod from a file there, or declare a [[test]] with its path; or delete
#     it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustCrate, RustOrphanTests]
#   parameters: []
package nova.rust.reachable_tests

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("No target of %q builds %s, which has tests", [rust_crate.name(input), file.path])),
	"path": ["orphan_tests", index],
} if {
	some index, file in rust_crate.list(input, "orphan_tests")
}

deny contains {
	"msg": message.line(sprintf("No package builds %s, which has tests", [file.path])),
	"path": ["files", index],
} if {
	input.kind == "RustOrphanTests"
	some index, file in rust_crate.list(input, "files")
}
