package nova.project.existing_cargo_targets_test

import data.nova.project.existing_cargo_targets

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_job(fields) := _fact("Pipeline", {"jobs": [object.union({"id": "test", "runs": "always"}, fields)]})

_step(arguments, fields) := object.union(
	{"name": "Test", "runs": "always", "working_directory": null, "commands": [{"program": "cargo", "arguments": arguments}]},
	fields,
)

_runs(arguments) := _job({"steps": [_step(arguments, {})]})

_crate(name, directory, targets) := _fact("RustCrate", {
	"metadata": {"name": name},
	"directory": directory,
	"manifest": trim_prefix(sprintf("%s/Cargo.toml", [directory]), "./"),
	"targets": [{"kind": kind, "name": target} | some kind, target in targets],
})

_root := _crate("shop", ".", {"test": "flow"})

_web := _crate("web", "backend/web", {"lib": "web", "bin": "web"})

_workspace(fields) := _fact("RustWorkspace", object.union({"directory": ".", "default_members": [], "non_members": []}, fields))

_denied(package_name, missing) := {{
	"msg": sprintf("Step \"Test\" asks package %q for %s, which it does not have", [package_name, missing]),
	"path": [0, "contents", "jobs", 0, "steps", 0, "commands", 0],
}}

test_a_library_that_is_not_there_is_denied if {
	existing_cargo_targets.deny == _denied("shop", "a library") with input as [_runs(["test", "--lib", "--test", "*"]), _root, _web]
}

test_targets_that_are_not_there_are_denied if {
	every kind in ["bench", "bin", "example", "test"] {
		option := sprintf("--%s", [kind])
		missing := sprintf("%s old", [kind])
		existing_cargo_targets.deny == _denied("web", missing) with input as [_runs(["build", "-p", "web", option, "old"]), _root, _web]
		joined := ["+nightly", "build", "--package=web", sprintf("--%s=old", [kind])]
		existing_cargo_targets.deny == _denied("web", missing) with input as [_runs(joined), _root, _web]
	}
	manifest := ["check", "--manifest-path", "backend/web/Cargo.toml", "--test", "old"]
	existing_cargo_targets.deny == _denied("web", "test old") with input as [_runs(manifest), _root, _web]
}

test_the_nearest_manifest_above_counts if {
	at_root := _job({"steps": [_step(["test", "--lib"], {"working_directory": "./backend/"})]})
	existing_cargo_targets.deny == _denied("shop", "a library") with input as [at_root, _root, _web]
	in_web := _job({"steps": [_step(["test", "--lib"], {"working_directory": "backend/web/src"})]})
	existing_cargo_targets.deny == set() with input as [in_web, _root, _web]
}

test_targets_that_are_there_pass if {
	existing_cargo_targets.deny == set() with input as [_runs(["test", "--test", "flow", "--", "--lib"]), _root, _web]
	existing_cargo_targets.deny == set() with input as [_runs(["run", "-p", "web", "--bin", "web"]), _root, _web]
}

test_what_may_be_several_packages_passes if {
	every more in ["--workspace", "--all", "--exclude=web", "-Cbackend"] {
		existing_cargo_targets.deny == set() with input as [_runs(["test", "--lib", more]), _root, _web]
	}
	existing_cargo_targets.deny == set() with input as [_runs(["test", "--lib", "-p", "shop", "-p", "web"]), _root, _web]
	members := _workspace({"default_members": [{"entry": "backend/web"}]})
	existing_cargo_targets.deny == set() with input as [_runs(["test", "--lib"]), _root, _web, members]
}

test_what_is_not_known_passes if {
	existing_cargo_targets.deny == set() with input as [_runs(["build", "--bin", "$NAME"]), _root]
	existing_cargo_targets.deny == set() with input as [_runs(["build", "-p", "$NAME", "--lib"]), _root]
	existing_cargo_targets.deny == set() with input as [_job({"steps": [_step(["test", "--lib"], {"working_directory": "backend/${{ matrix.service }}"})]}), _root]
	existing_cargo_targets.deny == set() with input as [_job({"steps": [_step(["test", "--lib", "--manifest-path", "Cargo.toml"], {"working_directory": "backend"})]}), _root]
	broken := _workspace({"non_members": [{"manifest": "old/Cargo.toml"}]})
	existing_cargo_targets.deny == set() with input as [_job({"steps": [_step(["test", "--lib"], {"working_directory": "old"})]}), _root, broken]
}

test_other_folders_pass if {
	moved := {"commands": [{"program": "cd", "arguments": ["backend/web"]}, {"program": "cargo", "arguments": ["test", "--lib"]}]}
	existing_cargo_targets.deny == set() with input as [_job({"steps": [_step([], moved)]}), _root]
	checkout := {"roles": ["checkout"], "inputs": {"path": "shop"}}
	existing_cargo_targets.deny == set() with input as [_job({"steps": [checkout, _step(["test", "--lib"], {})]}), _root]
}

test_what_never_runs_passes if {
	existing_cargo_targets.deny == set() with input as [_job({"runs": "never", "steps": [_step(["test", "--lib"], {})]}), _root]
	existing_cargo_targets.deny == set() with input as [_job({"steps": [_step(["test", "--lib"], {"runs": "never"})]}), _root]
}
