# METADATA
# title: Patches and image entries match something
# description: >-
#   Says which patches with a target selector match nothing, and which entries of images no container has, in a
#   kustomization that builds. Entries whose image a patch has renamed are left to kustomize/effective_image_tags,
#   patches that kustomize itself refuses to kustomize/builds. Components are judged where they are used.
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

import data.lib.message

deny contains {
	"msg": message.line(sprintf("The patch for %s matches no resource of %s", [message.name(patch.target), _name])),
	"path": ["unmatched_patches", index],
} if {
	input.builds == true
	object.get(input, "component", false) == false
	some index, patch in input.unmatched_patches
	is_object(patch)
}

deny contains {
	"msg": message.line(sprintf("No container of %s has the image %s%s", [_name, input.unmatched_images[first].name, message.more(count(_images) - 1)])),
	"path": ["unmatched_images", first],
	"related": [["unmatched_images", index] | some index in array.slice(_images, 1, count(_images))],
} if {
	input.builds == true
	object.get(input, "component", false) == false
	first := _images[0]
}

_name := message.name(input.metadata.name)

# Where a patch has put another name in its place, that is the fault.
_images := sort([index |
	some index, image in input.unmatched_images
	is_string(image.name)
	not image.name in {override.image | some override in input.image_overrides}
])
