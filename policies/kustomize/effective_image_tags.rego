# METADATA
# title: The image tag that the pipeline writes is the one deployed
# description: >-
#   Pipelines set tags in the field images; a patch that sets the same image undoes that silently. Names each such
#   patch. An entry of images that overrides a patch is what everybody expects, and passes.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 0.5, reason: one edit per patch and a look at what is deployed}
#   remediation: >-
#     Remove the image from the patch and let images set name and tag.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.kustomize.effective_image_tags

import data.lib.message

deny contains {
	"msg": message.line(sprintf("A patch, not the entry of images for %s, decides the image of %s", [message.name(override.image), message.name(override.object)])),
	"path": ["image_overrides", index],
	"related": [["image_overrides", index, "overridden"]],
} if {
	some index, override in input.image_overrides
	override.by == "patch"
}
