# METADATA
# title: Build and test matrices name crates that exist
# description: >-
#   Holds the crates that cargo commands of a job name, by package or folder, against the workspace. Names that an
#   expression computes are not judged.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/workspaces.html
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: one edit per entry}
#   remediation: >-
#     Remove the entry from the matrix, or add the crate to the members of the workspace and mend its manifest.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustWorkspace]
#   parameters: []
package nova.project.matrix_crates

import data.lib.repository

deny contains {
	"msg": sprintf("Job %q names crate %q, %s", [job.id, target.name, fault]),
	"path": [index, "contents", "jobs", number, "cargo_targets", position],
} if {
	some index, pipeline in repository.facts("Pipeline")
	some number, job in pipeline.jobs
	some position, target in job.cargo_targets
	fault := _fault(target)
}

_fault(target) := "whose folder holds no Cargo.toml" if target.exists == false

_fault(target) := "which is no crate of the repository" if {
	target.by == "package"
	not contains(target.name, "$")
	count(repository.facts("RustCrate")) > 0
	not _known(target.name)
}

_fault(target) := "which is no member of the workspace" if {
	target.exists
	some crate in repository.facts("RustCrate")
	crate.directory == target.path
	not crate.workspace_member
	is_null(crate.workspace)
}

_fault(target) := "whose Cargo.toml is no valid TOML" if {
	target.exists
	some workspace in repository.facts("RustWorkspace")
	some other in workspace.non_members
	other.parses == false
	other.manifest in {target.path, sprintf("%s/Cargo.toml", [target.path])}
}

_known(name) if {
	some crate in repository.facts("RustCrate")
	crate.metadata.name == name
}
