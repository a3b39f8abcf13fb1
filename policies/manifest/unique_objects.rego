# METADATA
# title: Every object is defined once
# description: >-
#   Names an object (group, kind, namespace, name) that two files define, when one environment contains both or when
#   neither is part of any: which one is live depends on the order of applying. Overlays that each bring their own
#   version, files of examples, and Namespaces are left alone.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: one decision per object}
#   remediation: >-
#     Keep one definition and let overlays patch it.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [DuplicateObject]
#   parameters: []
package nova.manifest.unique_objects

deny contains {
	"msg": sprintf("%s %q is defined in %d files", [input.object.kind, input.object.name, count(input.objects)]),
	"path": ["objects", count(input.objects) - 1],
	"related": [["objects", index] | some index in numbers.range(0, count(input.objects) - 2)],
} if {
	input.object.kind != "Namespace"
	count(input.objects) > 1
	_meet
}

_meet if input.scope == "environment"

# Unused files of one folder tree would be applied together.
_meet if {
	input.scope == "repository"
	every object in input.objects {
		object.environments == []
		_folder(object) == _folder(input.objects[0])
	}
}

_folder(object) := concat("/", array.slice(segments, 0, count(segments) - 1)) if segments := split(object.at.path, "/")
