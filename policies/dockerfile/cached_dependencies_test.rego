package nova.dockerfile.cached_dependencies_test

import data.nova.dockerfile.cached_dependencies

line(command, value) := {"Cmd": command, "SubCmd": "", "JSON": false, "Flags": [], "Value": value, "Stage": 0, "StartLine": 1}

rust := line("from", ["rust:1.88", "AS", "builder"])

message := "cargo build compiles all dependencies anew when a source changes"

test_a_build_after_the_sources_is_denied if {
	found := cached_dependencies.deny with input as [rust, line("copy", [".", "."]), line("run", ["cargo build --release"])]
	found == {{"msg": message, "path": [2], "related": [[1]]}}
}

test_manifests_without_a_build_are_denied if {
	lines := [rust, line("copy", ["Cargo.toml", "Cargo.lock", "./"]), line("copy", ["backend", "./backend"]), line("run", ["cargo build"])]
	found := cached_dependencies.deny with input as lines
	found == {{"msg": message, "path": [3], "related": [[2]]}}
}

test_two_stages_are_two_denials if {
	lines := [
		rust, line("copy", [".", "."]), line("run", ["cargo build"]),
		line("from", ["rust:1.88"]), line("copy", [".", "."]), line("run", ["cargo build"]),
	]
	found := cached_dependencies.deny with input as lines
	{denial.path | some denial in found} == {[2], [5]}
}

test_cargo_chef_passes if {
	lines := [
		line("from", ["rust:1.88", "AS", "chef"]), line("run", ["cargo install cargo-chef"]),
		line("from", ["chef", "AS", "cooked"]), line("run", ["cargo chef cook --release --recipe-path recipe.json"]),
		line("from", ["cooked", "AS", "builder"]), line("copy", [".", "."]), line("run", ["cargo build --release"]),
	]
	cached_dependencies.deny == set() with input as lines
}

test_a_build_of_manifests_only_passes if {
	lines := [
		rust, line("copy", ["Cargo.toml", "Cargo.lock", "./"]), line("run", ["mkdir src && echo 'fn main() {}' > src/main.rs && cargo build --release"]),
		line("copy", ["src", "./src"]), line("run", ["cargo build --release"]),
	]
	cached_dependencies.deny == set() with input as lines
}

test_fetching_first_passes if {
	lines := [rust, line("copy", ["Cargo.lock", "./"]), line("run", ["cargo fetch --locked"]), line("copy", [".", "."]), line("run", ["cargo build"])]
	cached_dependencies.deny == set() with input as lines
}

test_a_cache_mount_passes if {
	build := object.union(line("run", ["cargo build"]), {"Flags": ["--mount=type=cache,target=/app/target"]})
	cached_dependencies.deny == set() with input as [rust, line("copy", [".", "."]), build]
}

test_tools_are_silent if cached_dependencies.deny == set() with input as [rust, line("copy", [".", "."]), line("run", ["cargo install cargo-audit"])]

test_odd_input_is_silent if cached_dependencies.deny == set() with input as [{"Cmd": "from"}, {"Cmd": "run", "Value": {}}]

test_a_stage_that_continues_built_manifests_passes if {
	lines := [
		line("from", ["rust:1.88", "AS", "deps"]), line("copy", ["Cargo.toml", "Cargo.lock", "./"]), line("run", ["cargo build --release"]),
		line("from", ["deps"]), line("run", ["cargo build --release"]), line("copy", [".", "."]), line("run", ["cargo build --release"]),
	]
	cached_dependencies.deny == set() with input as lines
}

test_a_stage_that_continues_a_build_of_sources_is_denied if {
	lines := [
		line("from", ["rust:1.88", "AS", "deps"]), line("copy", [".", "."]), line("run", ["cargo build --release"]),
		line("from", ["deps"]), line("run", ["cargo build --release"]),
	]
	found := cached_dependencies.deny with input as lines
	{denial.path | some denial in found} == {[2], [4]}
}
