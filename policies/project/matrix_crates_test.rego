package nova.project.matrix_crates_test

import data.nova.project.matrix_crates

_fact(kind, fields) := {"path": "f", "contents": object.union({"apiVersion": "facts.nova-policy.dev/v1", "kind": kind, "metadata": {"name": "x"}}, fields)}

_pipeline(target) := _fact("Pipeline", {"jobs": [{"id": "test", "cargo_targets": [target]}]})

_crate(name, directory, member, workspace) := _fact("RustCrate", {
	"metadata": {"name": name},
	"directory": directory,
	"workspace_member": member,
	"workspace": workspace,
})

_denied(name, fault) := {{
	"msg": sprintf("Job \"test\" names crate %q, %s", [name, fault]),
	"path": [0, "contents", "jobs", 0, "cargo_targets", 0],
}}

test_a_folder_without_a_manifest_is_denied if {
	matrix_crates.deny == _denied("a", "whose folder holds no Cargo.toml") with input as [_pipeline({
		"name": "a",
		"by": "directory",
		"path": "a",
		"exists": false,
	})]
}

test_an_unknown_package_is_denied if {
	matrix_crates.deny == _denied("b", "which is no crate of the repository") with input as [
		_pipeline({"name": "b", "by": "package", "path": null, "exists": null}),
		_crate("a", "a", true, "Cargo.toml"),
	]
}

test_a_crate_that_no_workspace_lists_is_denied if {
	matrix_crates.deny == _denied("a", "which is no member of the workspace") with input as [
		_pipeline({"name": "a", "by": "directory", "path": "a", "exists": true}),
		_crate("a", "a", false, null),
	]
}

test_a_crate_whose_manifest_cannot_be_read_is_denied if {
	matrix_crates.deny == _denied("a", "whose Cargo.toml is no valid TOML") with input as [
		_pipeline({"name": "a", "by": "directory", "path": "a", "exists": true}),
		_fact("RustWorkspace", {"non_members": [{"manifest": "a/Cargo.toml", "parses": false}]}),
	]
}

test_members_pass if {
	matrix_crates.deny == set() with input as [
		_pipeline({"name": "a", "by": "directory", "path": "a", "exists": true}),
		_crate("a", "a", true, "Cargo.toml"),
	]
	matrix_crates.deny == set() with input as [
		_pipeline({"name": "a", "by": "package", "path": null, "exists": null}),
		_crate("a", "a", true, "Cargo.toml"),
	]
}

test_computed_names_are_silent if {
	matrix_crates.deny == set() with input as [
		_pipeline({"name": "${{ inputs.crate }}", "by": "package", "path": null, "exists": null}),
		_crate("a", "a", true, "Cargo.toml"),
	]
}
