# METADATA
# title: Every pushed image is scanned, and a finding stops it
# description: >-
#   Pushed images for which no step of their job, or of jobs before and after it, scans the same image (trivy, grype,
#   docker scout, snyk …) and can fail. A scan that cannot fail is a related place. Scans that the registry does by
#   itself and scans in other pipelines are not seen.
# related_resources:
# - ref: https://github.com/aquasecurity/trivy-action
# custom:
#   severity: blocker
#   section: "6"
#   recommendation: P0-1
#   capability: security-scanning
#   origin: report
#   remediation: >-
#     Scan the built or pushed digest in the same job, with exit-code: "1" for the severities that stop a release.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.image_scan

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Image %s is pushed without a scan that can fail", [found.name])),
	"path": found.path,
	"related": [array.concat(found.path, ["scanned_by", index]) | some index in sort([scan.index | some scan in scans])],
} if {
	some found in pipeline.pushed_images
	scans := pipeline.done_to(found.image, "scanned_by")
	every scan in scans {
		object.get(scan.entry, "can_fail", false) != true
	}
}
