# METADATA
# title: Runtime images start from a minimal base
# description: >-
#   The base of the final stage, through the stages it continues, is a general-purpose distribution or still holds a
#   compiler. Images of interpreters and of other products, which their program needs, pass; so do images that start no
#   program. The size of an image cannot be seen in its Dockerfile.
# related_resources:
# - ref: https://github.com/GoogleContainerTools/distroless
# - ref: https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
# custom:
#   severity: medium
#   section: "1"
#   recommendation: docker-image
#   capability: build-automation
#   origin: report
#   remediation: >-
#     Copy the binary into a distroless image (gcr.io/distroless/cc for Rust with dynamic libraries, static otherwise).
#   matchers:
#   - input: dockerfile
#   parameters: [minimal_bases]
package nova.dockerfile.minimal_base

import data.lib.dockerfile
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("The runtime image starts from %q%s", [base, _remark])),
	"path": [dockerfile.final],
} if {
	dockerfile.starts_program
	base := dockerfile.root_base(dockerfile.final)
	family := dockerfile.family(base)
	family in {"alpine", "busybox", "debian", "rhel", "toolchain", "ubuntu"}
	not family in parameters.minimal_bases
	not contains(base, "$")
}

default _remark := ", a general-purpose distribution"

_remark := ", which holds the compiler" if {
	dockerfile.family(dockerfile.root_base(dockerfile.final)) == "toolchain"
}
