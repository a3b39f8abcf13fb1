package nova.project.needed_build_tools_test

import data.nova.project.needed_build_tools

_fact(kind, fields) := {"path": "x", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_files := _fact("RepositoryFiles", {})

_build(packages) := _fact("ContainerBuild", {"stages": [{
	"cargo_builds": [{"profile": "release"}],
	"packages": [{"name": name, "manager": "apt"} | some name in packages],
}]})

_lock(packages) := _fact("RustWorkspace", {"lock_packages": packages})

test_tools_without_a_user_are_denied if {
	needed_build_tools.deny == {
		{"msg": "Stage 0 installs cmake, which no crate of Cargo.lock builds with", "path": [0, "contents", "stages", 0, "packages", 1]},
		{"msg": "Stage 0 installs clang, which no crate of Cargo.lock builds with", "path": [0, "contents", "stages", 0, "packages", 2]},
	} with input as [_build(["curl", "cmake", "clang"]), _lock(["serde", "tokio"])]
}

test_needed_tools_pass if {
	needed_build_tools.deny == set() with input as [_build(["build-essential", "cmake", "protobuf-compiler"]), _lock(["rdkafka-sys", "prost-build"])]
}

test_without_a_lock_file_it_is_silent if needed_build_tools.deny == set() with input as [_build(["cmake"]), _lock([])]

test_stages_that_compile_nothing_are_silent if {
	stage := _fact("ContainerBuild", {"stages": [{"cargo_builds": [], "packages": [{"name": "cmake"}]}]})
	needed_build_tools.deny == set() with input as [stage, _lock(["serde"])]
}
