# METADATA
# title: Patches and image entries match something
# description: >-
#   Names patches whose target no resource is, and entries of images that no container has: both change nothing. In
#   a kustomization that does not build these are told as its faults.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: one edit per entry}
#   remediation: >-
#     Correct the name, kind or selector, or delete the entry.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.kustomize.matched_patches

deny contains {
	"msg": sprintf("The patch for %s matches no resource of %s", [patch.target, input.metadata.name]),
	"path": ["unmatched_patches", index],
} if {
	input.builds
	some index, patch in input.unmatched_patches
}

deny contains {
	"msg": sprintf("No container of %s has the image %s", [input.metadata.name, image.name]),
	"path": ["unmatched_images", index],
} if {
	input.builds
	not input.component
	some index, image in input.unmatched_images
}
