# METADATA
# title: Rust tests
# description: Which test functions prove something, and which only look so.
package lib.rust_tests

import data.lib.repository
import data.lib.rust_crate

# METADATA
# title: Whether a test checks nothing
# description: Its body is empty, or all it asserts holds or fails whatever the program does.
is_hollow(test) if test.empty == true

is_hollow(test) if {
	test.constant_assert == true
	test.can_fail != true
}

# METADATA
# title: Whether cargo runs a test, and it can fail because of the program
is_effective(test) if {
	test.reachable == true
	checks_something(test)
}

# METADATA
# title: Whether a test is not ignored, and can fail because of the program wherever it is run
checks_something(test) if {
	test.ignored == false
	test.can_fail == true
	not is_hollow(test)
}

# METADATA
# title: Whether a test is effective, lies outside the crate's code and uses it
# description: >-
#   In a package of tests only there is nothing to use; there it is enough to talk to a server. The root package of a
#   workspace is not taken for one: cargo does not run its tests together with those of a member.
is_effective_integration(crate, test) if {
	is_effective(test)
	test.target_kind == "test"
	_uses(crate, test)
}

_uses(_, test) if test.imports_crate == true

_uses(crate, test) if {
	crate.directory != "."
	holds_tests_only(crate)
	drives_server(test)
}

# METADATA
# title: Whether a test talks to a server, a mock of one, or a handler through its router
drives_server(test) if calls_server(test)

drives_server(test) if _calls(test, `^TestRequest::|(?:^|::)(?:call_service|init_service|call_and_read_body\w*|oneshot)$`)

# METADATA
# title: Whether a test talks to a server over a connection, which may well be the program
calls_server(test) if _calls(test, _connections)

_connections := concat("", [
	`^(?:TestServer|Client|ClientBuilder|reqwest|\w+Client)::`,
	`|(?:^|::)(?:send|send_request|spawn_app|start_server)$`,
	`|(?:^|::)(?:post|get|put|delete|patch)_json$`,
])

_calls(test, pattern) if {
	some call in rust_crate.list(test, "calls")
	is_string(call)
	regex.match(pattern, call)
}

# METADATA
# title: Whether a test outside of the crate's code can reach no code but its own
# description: >-
#   It imports nothing of its crate and talks to no server. A router within the test serves handlers of the test,
#   unless the package holds tests only and may get them from another.
tests_itself(crate, test) if {
	test.target_kind == "test"
	test.imports_crate == false
	not calls_server(test)
	not _drives_another(crate, test)
}

_drives_another(crate, test) if {
	holds_tests_only(crate)
	drives_server(test)
}

# METADATA
# title: Whether a package has tests and no code that they could use
holds_tests_only(crate) if {
	count([target | some target in rust_crate.list(crate, "targets"); target.kind in {"bin", "lib"}]) == 0
}

# METADATA
# title: Whether a test is effective and tests more than itself
proves(crate, test) if {
	is_effective(test)
	not tests_itself(crate, test)
}

# METADATA
# title: Whether a test is about one of some topics
about(test, topics) if {
	some topic in rust_crate.list(test, "topics")
	topic in topics
}

# METADATA
# title: The tests about some topics, of all crates, that are effective and test more than themselves
effective(topics) := [test |
	some crate in repository.facts("RustCrate")
	some test in rust_crate.list(crate, "tests")
	about(test, topics)
	proves(crate, test)
]

# METADATA
# title: The effective integration tests about some topics, of all crates
effective_integration(topics) := [test |
	some crate in repository.facts("RustCrate")
	some test in rust_crate.list(crate, "tests")
	about(test, topics)
	is_effective_integration(crate, test)
]

# METADATA
# title: Places of tests about some topics that prove nothing, one per file
# description: >-
#   Integration tests that never run, are ignored, assert nothing or do not use the crate, the first of each file; and
#   test files that belong to no package.
ineffective(topics) := sort(_ineffective_targets(topics) | _orphan_files(topics))

_ineffective_targets(topics) := {[index, "contents", "tests", first] |
	some index, crate in repository.facts("RustCrate")
	tests := rust_crate.list(crate, "tests")
	positions := {position | some position, test in tests; _proves_nothing(crate, test, topics)}
	some first in first_of_files(tests, positions)
}

# METADATA
# title: The first of some positions in a list of tests for each file
first_of_files(tests, positions) := sort({min({same | some same in positions; tests[same].at.path == file}) |
	some file in {tests[position].at.path | some position in positions}
})

_orphan_files(topics) := {[index, "contents", "files", position] |
	some index, folder in repository.facts("RustOrphanTests")
	some position, file in rust_crate.list(folder, "files")
	about(file, topics)
}

_proves_nothing(crate, test, topics) if {
	about(test, topics)
	_lies_outside(test)
	not is_effective_integration(crate, test)
}

_lies_outside(test) if test.target_kind == "test"

_lies_outside(test) if is_null(test.target_kind)

# METADATA
# title: Where a missing test belongs, the pipeline that tests, else the repository
place := repository.home(["cargo_test", "unit_test"])

# METADATA
# title: The crates that are services of the workspace
services := [crate |
	some crate in repository.facts("RustCrate")
	rust_crate.is_service(crate)
]

# METADATA
# title: Whether some member of the workspace, and no example, depends on a package whose name matches a pattern
some_crate_uses(pattern) if {
	some crate in repository.facts("RustCrate")
	crate.workspace_member == true
	not rust_crate.illustrates(crate)
	rust_crate.depends_on(crate, pattern)
}

# METADATA
# title: Whether a list of some member of the workspace, such as routes, and of no example, has an entry
some_crate_has(field) if {
	some crate in repository.facts("RustCrate")
	crate.workspace_member == true
	not rust_crate.illustrates(crate)
	count(rust_crate.list(crate, field)) > 0
}

# METADATA
# title: Effective tests that start containers themselves
container_tests := [test |
	some crate in repository.facts("RustCrate")
	some test in rust_crate.list(crate, "tests")
	is_effective(test)
	some call in rust_crate.list(test, "calls")
	call in {"Cli::default", "ContainerAsync::new", "GenericImage::new", "clients::Cli::default"}
]
