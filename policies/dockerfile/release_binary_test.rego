package nova.dockerfile.release_binary_test

import data.nova.dockerfile.release_binary

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

copy_from(stage, value) := object.union(line("copy", value), {"Flags": [concat("", ["--from=", stage])]})

image(build, source) := [
	line("from", ["rust:1.88", "AS", "builder"]),
	line("run", [build]),
	line("from", ["debian:bookworm-slim"]),
	copy_from("builder", [source, "/app/api"]),
]

test_a_copy_from_target_debug_is_denied if {
	found := release_binary.deny with input as image("cargo build", "/app/target/debug/api")
	found == {{"msg": `The runtime image gets "/app/target/debug/api", a debug build`, "path": [3]}}
}

test_a_program_of_a_debug_build_that_was_moved_is_denied if {
	found := release_binary.deny with input as image("cargo build && cp target/debug/api /usr/local/bin/api", "/usr/local/bin/api")
	found == {{"msg": `The runtime image gets "/usr/local/bin/api", a debug build`, "path": [3]}}
}

test_an_image_that_starts_from_target_debug_is_denied if {
	found := release_binary.deny with input as [line("from", ["rust:1.88"]), line("run", ["cargo build"]), line("cmd", ["./target/debug/api"])]
	found == {{"msg": `The runtime image starts "./target/debug/api", a debug build`, "path": [2]}}
}

test_two_debug_programs_are_two_denials if {
	image_of_two := array.concat(image("cargo build", "/app/target/debug/api"), [copy_from("builder", ["/app/target/debug/job", "/app/job"])])
	found := release_binary.deny with input as image_of_two
	{denial.path | some denial in found} == {[3], [4]}
}

test_a_stage_that_the_last_one_continues_counts if {
	continued := array.concat(
		array.concat(image("cargo build", "/app/target/debug/api"), [line("from", ["runtime"])]),
		[line("cmd", ["/app/api"])],
	)
	named := json_with_name(continued)
	found := release_binary.deny with input as named
	{denial.path | some denial in found} == {[3]}
}

json_with_name(lines) := [found |
	some index, one in lines
	found := _named(index, one)
]

_named(2, _) := line("from", ["debian:bookworm-slim", "AS", "runtime"])

_named(index, one) := one if index != 2

test_a_release_build_passes if {
	release_binary.deny == set() with input as image("cargo build --release", "/app/target/release/api")
}

test_a_debug_build_that_is_not_shipped_passes if {
	lines := [
		line("from", ["rust:1.88", "AS", "tests"]),
		line("run", ["cargo build"]),
		line("from", ["rust:1.88", "AS", "builder"]),
		line("run", ["cargo build --release"]),
		line("from", ["debian:bookworm-slim"]),
		copy_from("builder", ["/app/target/release/api", "/app/api"]),
	]
	release_binary.deny == set() with input as lines
}

test_a_profile_in_a_variable_passes if {
	release_binary.deny == set() with input as image("cargo build $CARGO_FLAGS && cp api /usr/local/bin/api", "/usr/local/bin/api")
}

test_migrations_from_a_debug_stage_pass if {
	release_binary.deny == set() with input as image("cargo build", "/app/migrations")
}

test_odd_input_is_silent if {
	release_binary.deny == set() with input as [{"Cmd": "from", "Value": 3}, {"Cmd": 1}]
	release_binary.deny == set() with input as {"a": 1}
}
