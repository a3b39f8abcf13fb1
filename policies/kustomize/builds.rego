# METADATA
# title: Every kustomization builds
# description: >-
#   Says for which fields a kustomization does not build: files and folders that are missing or out of reach, patches
#   and generators without a target, objects defined twice, unknown fields; one denial per field, further faults of it
#   are related places. What was refused for safety is no verdict and makes the run incomplete instead. A
#   kustomization that fails only because one that it refers to fails is a related place there.
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

import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s does not build%s: %s", [_name, _reasons(faults), _text(faults[0])])),
	"path": ["faults", faults[0]],
	"related": array.concat([["faults", index] | some index in array.slice(faults, 1, count(faults))], _elsewhere),
} if {
	input.builds == false
	some field in {_field(index) | some index in _own_faults}
	faults := sort([index | some index in _own_faults; _field(index) == field])
}

deny contains {
	"msg": message.line(sprintf("%s does not build: %s", [_name, input.error.message])),
	"path": ["error"],
	"related": _elsewhere,
} if {
	input.builds == false
	not input.faults[0]
	is_string(input.error.message)
	not _of_another(input.error)
}

_name := message.name(input.metadata.name)

_reasons(faults) := "" if count(faults) == 1

_reasons(faults) := sprintf(" for %d reasons", [count(faults)]) if count(faults) > 1

_own_faults := [index |
	some index, fault in input.faults
	is_string(fault.message)
	not _of_another(fault)
]

# A message begins with the field that it is about.
_field(index) := split(input.faults[index].message, ": ")[0]

# Paths below the kustomization's own folder need not repeat it.
_text(index) := replace(input.faults[index].message, concat("", [_name, "/"]), "")

_of_another(fault) if endswith(fault.message, " does not build")

# The kustomization itself, and those that fail with it.
_elsewhere := array.concat([[]], [["referred_by", index] | some index, _ in input.referred_by])
