# METADATA
# title: Pushed images have a tag of their own
# description: >-
#   Pushed images all of whose tags are the same in every run (latest, staging): what was deployed before cannot be
#   named any more, so there is nothing to go back to. A commit, run number, version or digest in one of the tags
#   passes.
# related_resources:
# - ref: https://docs.docker.com/build/ci/github-actions/manage-tags-labels/
# custom:
#   severity: medium
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Tag with the commit, ${{ github.sha }}, besides latest, and deploy that tag or the digest.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.immutable_image_tags

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Image %s is pushed under tags that every run reuses", [found.name])),
	"path": found.path,
} if {
	some found in pipeline.pushed_images
	found.image.immutable_tag == false
}
