# METADATA
# title: Every pushed image is signed
# description: >-
#   Pushed images that no step of their job, or of jobs after it, signs: cosign, notation, or GitHub's attestations.
#   Whether the cluster verifies signatures is not asked here.
# related_resources:
# - ref: https://docs.sigstore.dev/cosign/signing/signing_with_containers/
# custom:
#   severity: medium
#   section: "6"
#   recommendation: P2-3
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Sign the digest after the push with cosign sign and the token of the run, and verify it where it is deployed.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.signed_images

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Image %s is pushed without a signature", [found.name])),
	"path": found.path,
} if {
	some found in pipeline.pushed_images
	count(pipeline.done_to(found.image, "signed_by")) == 0
}
