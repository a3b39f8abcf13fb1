# METADATA
# title: Kustomizations use current fields
# description: >-
#   Names fields that kustomize has deprecated (bases, patchesStrategicMerge, patchesJson6902, commonLabels, vars).
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.25, reason: one command and one look per kustomization}
#   remediation: >-
#     Run kustomize edit fix in the folder, and compare what it builds before and after.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.kustomize.current_fields

import data.lib.message

deny contains {
	"msg": message.line(sprintf("Kustomization %s uses deprecated fields: %s", [message.name(input.metadata.name), concat(", ", sort(names))])),
	"path": ["deprecated_fields", 0],
	"related": [["deprecated_fields", index] | some index, _ in input.deprecated_fields; index > 0],
} if {
	names := {found.field | some found in input.deprecated_fields; is_string(found.field)}
	count(names) > 0
}
