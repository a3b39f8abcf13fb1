package nova.pipeline.written_cache_paths_test

import data.nova.pipeline.written_cache_paths

cache(paths) := {"caches": [{"job": "test", "paths": paths}], "jobs": []}

path(name, root) := {"path": name, "target": true, "workspace_root": root}

test_a_folder_that_cargo_never_writes_is_denied if {
	found := written_cache_paths.deny with input as cache([{"path": "~/.cargo", "target": false, "workspace_root": null}, path("backend/target", false)])
	found == {{"msg": "Cargo never writes backend/target, which is cached", "path": ["caches", 0, "paths", 1]}}
}

test_two_paths_are_two_denials if {
	found := written_cache_paths.deny with input as cache([path("a/target", false), path("b/target", false)])
	count(found) == 2
}

test_the_root_passes if written_cache_paths.deny == set() with input as cache([path("target", true)])

test_another_target_folder_passes if {
	written_cache_paths.deny == set() with input as {
		"caches": [{"job": "test", "paths": [path("backend/target", false)]}],
		"jobs": [{"id": "test", "steps": [{"commands": [{"program": "cargo", "arguments": ["test", "--target-dir", "backend/target"]}]}]}],
	}
}
