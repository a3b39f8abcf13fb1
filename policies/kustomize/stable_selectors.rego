# METADATA
# title: Common labels leave selectors alone
# description: >-
#   commonLabels, and labels with includeSelectors, write a label into every selector: those of Deployments cannot
#   be changed later, and where the label is one that selectors use, Services select each other's pods. Names labels
#   that kustomizations write into selectors.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/labels/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: one edit and a planned replacement}
#   remediation: >-
#     Use labels with includeSelectors false and includeTemplates true. Where objects are deployed already, plan
#     their replacement: selectors are immutable.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.kustomize.stable_selectors

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Kustomization %s writes label %q into selectors", [message.name(input.metadata.name), input.common_label_selectors[first].label])),
	"path": ["common_label_selectors", first],
	"related": [["common_label_selectors", index] | some index in array.slice(_labels, 1, count(_labels))],
} if {
	first := _labels[0]
}

_labels := sort([index | some index, common in input.common_label_selectors; common.label in _telling_apart])

_telling_apart := {"app", "app.kubernetes.io/name", "app.kubernetes.io/component", "component", "k8s-app", "name", "service", "tier"}
