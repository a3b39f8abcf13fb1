# METADATA
# title: Overlays differ in what distinguishes environments
# description: >-
#   Compares the environments of one base pair by pair: objects that only one has, and values that differ in those
#   that both have. Namespaces, labels and annotations are not compared. Overlays that do not build are compared as
#   far as they can be followed; those of which nothing is known are left to kustomize/builds.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: low
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Give each environment what makes it one: hosts, replicas, resources, secrets; or delete the copy.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [OverlayDifference]
#   parameters: [overlay_differences]
package nova.kustomize.distinct_overlays

import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Overlays %s and %s differ in %v values only", [_name(0), _name(1), input.differing_fields])),
	"path": ["overlays", 0],
	"related": [["overlays", 1]],
} if {
	input.objects.both > 0
	input.objects.first == 0
	input.objects.second == 0
	is_number(input.differing_fields)
	input.differing_fields < parameters.overlay_differences
	every overlay in input.overlays {
		overlay.builds == true
	}
}

_name(index) := message.name(input.overlays[index].name)
