# METADATA
# title: Every kustomization builds
# description: >-
#   Names every fault for which a kustomization does not build: files and folders that are missing or out of reach,
#   patches and generators without a target, objects defined twice, unknown fields. What was refused for safety is
#   no verdict and makes the run incomplete instead. A kustomization that fails only because one that it refers to
#   fails is left to that one.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
# custom:
#   severity: blocker
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Mend the reference at this line, then run kustomize build on every overlay in the pipeline, so that the next
#     fault is found before it is merged.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [KustomizeBuild]
#   parameters: []
package nova.kustomize.builds

deny contains {
	"msg": sprintf("Kustomization %s does not build: %s", [input.metadata.name, fault.message]),
	"path": ["faults", index],
} if {
	input.builds == false
	some index, fault in input.faults
	not _of_another(fault)
}

deny contains {
	"msg": sprintf("Kustomization %s does not build: %s", [input.metadata.name, input.error.message]),
	"path": ["error"],
} if {
	input.builds == false
	count(object.get(input, "faults", [])) == 0
	not _of_another(input.error)
}

_of_another(fault) if endswith(fault.message, " does not build")
