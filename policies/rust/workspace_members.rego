# METADATA
# title: Workspace members exist and parse
# description: >-
#   Looks at the entries of workspace.members: each must lead to a manifest that is valid TOML. Cargo refuses the
#   whole workspace otherwise.
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

_fault(member) := "does not exist" if member.exists == false

_fault(member) := "has a manifest that cannot be read" if {
	member.exists == true
	member.parses == false
}
