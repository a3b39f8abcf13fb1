# METADATA
# title: Base images are named by digest
# description: >-
#   Every image that FROM or COPY --from names, other than stages of the same file and scratch, has a digest. Whether
#   the digest is a trustworthy one is not seen; nor is an image whose name is an argument without a default.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   severity: medium
#   section: "6"
#   recommendation: P0-1
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Append @sha256:… of the image that was checked; let Dependabot or Renovate propose new digests.
#   matchers:
#   - input: dockerfile
#   parameters: []
package nova.dockerfile.pinned_base

import data.lib.dockerfile
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Base image %q has no digest", [base])),
	"path": [min(places)],
	"related": [[place] | some place in (places - {min(places)})],
} if {
	some base, places in _unpinned
}

_unpinned[base] contains index if {
	some index, stage in dockerfile.stages
	base := stage.base
	_needs_digest(base)
	not dockerfile.continues_stage(index)
}

_unpinned[base] contains index if {
	some index, instruction in dockerfile.instructions
	instruction.command == "copy"
	not dockerfile.copied_stage(index)
	some flag in instruction.flags
	startswith(flag, "--from=")
	base := substring(flag, 7, -1)
	regex.match(`[:/]`, base)
	_needs_digest(base)
}

_needs_digest(base) if {
	base != ""
	lower(base) != "scratch"
	not contains(base, "$")
	not contains(base, "@sha256:")
}
