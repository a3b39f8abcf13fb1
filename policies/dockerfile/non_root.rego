# METADATA
# title: Runtime images run as another user than root
# description: >-
#   The last USER of the final stage, or of a stage that it continues, is root; or there is none and the base image has
#   no user of its own. Known bases that come with a user (distroless nonroot, chainguard, unprivileged variants) pass,
#   so do images of other vendors, whose default user nobody knows, a USER that is a variable, and images that start no
#   program.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   severity: high
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Create a user in the final stage and name it, or its number, in a USER instruction after the last step that needs
#     root.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.non_root

import data.lib.dockerfile
import data.lib.message

deny contains {
	"msg": message.line(sprintf("The runtime image runs as root: USER is %q", [user])),
	"path": [index],
} if {
	index := dockerfile.last(dockerfile.final, "user")
	user := dockerfile.text(index)
	regex.match(`^\s*(root|0+)\s*(:|$)`, user)
}

deny contains {
	"msg": message.line(sprintf("The runtime image from %q has no USER and runs as root", [base])),
	"path": [dockerfile.final],
} if {
	not dockerfile.last(dockerfile.final, "user")
	dockerfile.starts_program
	base := dockerfile.root_base(dockerfile.final)
	_starts_as_root(base)
}

_starts_as_root(base) if {
	not dockerfile.family(base) in {"other", "chainguard"}
	not contains(base, "$")
	not regex.match(`nonroot|non-root|rootless|unprivileged`, base)
}
