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

deny contains {
	"msg": sprintf("Kustomization %s writes label %q into selectors", [input.metadata.name, common.label]),
	"path": ["common_label_selectors", index],
} if {
	some index, common in input.common_label_selectors
	common.label in _overwritten
}

# Labels that tell workloads apart: written by a kustomization they are the same for all.
_overwritten := {"app", "app.kubernetes.io/name", "app.kubernetes.io/component", "component", "k8s-app", "name", "service", "tier"}
