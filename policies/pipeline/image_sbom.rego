# METADATA
# title: Every pushed image has a bill of materials
# description: >-
#   Pushed images for which no step of their job, or of jobs before and after it, makes a software bill of materials:
#   syft, anchore/sbom-action, trivy with a CycloneDX or SPDX format, or buildx with sbom. Bills that the registry makes
#   are not seen.
# related_resources:
# - ref: https://docs.docker.com/build/metadata/attestations/sbom/
# custom:
#   severity: medium
#   section: "6"
#   recommendation: P2-3
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Let buildx attest it (sbom: true), or run anchore/sbom-action on the pushed digest and attach the result.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.image_sbom

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Image %s is pushed without a bill of materials", [found.name])),
	"path": found.path,
} if {
	some found in pipeline.pushed_images
	count(pipeline.done_to(found.image, "sbom_by")) == 0
}
