# METADATA
# title: Workspace members exist and parse
# description: >-
#   Looks at the entries of workspace.members: each must lead to a manifest that is valid TOML. Cargo refuses the
#   whole workspace otherwise. Entries that are commented out though their crate is there are denied as well, and so
#   are manifests below the workspace that are no valid TOML, members or not; those of fixtures are left out.
# related_resources:
# - ref: https://doc.rust-lang.org/cargo/reference/workspaces.html#the-members-and-exclude-fields
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: build-automation
#   origin: observed
#   estimate: {hours: 1, reason: to find out what became of the crate}
#   remediation: >-
#     Correct or remove the entry, or mend the manifest that it leads to.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [RustWorkspace]
#   parameters: []
package nova.rust.workspace_members

import data.lib.message
import data.lib.rust_crate

deny contains {
	"msg": message.line(sprintf("Workspace member %q %s", [member.entry, fault])),
	"path": ["members", index],
} if {
	some index, member in rust_crate.list(input, "members")
	fault := _fault(member)
}

deny contains {
	"msg": message.line(sprintf("Workspace member %q is commented out, nothing builds it", [member.entry])),
	"path": ["commented_members", index],
} if {
	some index, member in rust_crate.list(input, "commented_members")
	member.exists == true
}

deny contains {
	"msg": message.line(sprintf("%s is no valid TOML", [manifest])),
	"path": ["non_members", index],
} if {
	some index, other in rust_crate.list(input, "non_members")
	other.parses == false
	manifest := other.manifest
	is_string(manifest)
	not regex.match(`(?:^|/)(?:tests?|testdata|fixtures?|examples?|templates?)/`, manifest)
}

_fault(member) := "does not exist" if member.exists == false

_fault(member) := "has a manifest that cannot be read" if {
	member.exists == true
	member.parses == false
}
