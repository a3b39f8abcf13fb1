# METADATA
# title: Every object is defined once
# description: >-
#   Says which object (group, kind, namespace, name) is defined in several places, when one environment contains both,
#   when unused files of one folder define it, or when it is deployed and a file of the same tree that nothing uses
#   defines it again: which one is live depends on who applied what last. Overlays that each bring their own version,
#   Namespaces, and unused files that are called local, example, test or patch are left alone.
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

import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q is defined in %d places", [message.name(input.object.kind), message.name(input.object.name), count(_places)])),
	"path": ["objects", culprit],
	"related": [["objects", index] | some index in _places; index != culprit],
} if {
	count(_places) > 1
	input.object.kind != "Namespace"
	_meet
	culprit := _places[count(_places) - 1]
}

# Deployed definitions first: what is left over is the culprit.
_places := array.concat(
	sort([index | some index, place in input.objects; _counts(place); count(place.environments) > 0]),
	sort([index | some index, place in input.objects; _counts(place); count(place.environments) == 0]),
)

_counts(place) if {
	is_array(place.environments)
	is_string(place.at.path)
	not _is_alternative(place)
}

# What is deployed counts whatever it is called.
_is_alternative(place) if {
	count(place.environments) == 0
	regex.match(`(^|[/_.-])(local|dev|development|examples?|samples?|tests?|testdata|templates?|docs|patch|archive|deprecated|legacy|old)([/_.-])`, place.at.path)
}

_meet if input.scope == "environment"

# Unused files of one folder would be applied together.
_meet if {
	count({_folder(index) | some index in _places}) == 1
	not _is_deployed(_places[0])
}

# One is deployed, and another of the same tree waits to be applied by hand.
_meet if {
	_is_deployed(_places[0])
	not _is_deployed(_places[count(_places) - 1])
	count({split(input.objects[index].at.path, "/")[0] | some index in _places}) == 1
	count({_overlay(index) | some index in _places} - {""}) < 2
}

# All of Argo CD's objects live in one namespace of one cluster.
_meet if {
	input.object.group == "argoproj.io"
	input.object.kind in {"AppProject", "Application", "ApplicationSet"}
	not _is_deployed(_places[0])
}

_is_deployed(index) if count(input.objects[index].environments) > 0

# Two overlays may each bring their own version.
_overlay(index) := concat("", [match[0] | some match in regex.find_all_string_submatch_n(`(^|/)overlays/[^/]+/`, input.objects[index].at.path, 1)])

_folder(index) := concat("/", array.slice(parts, 0, count(parts) - 1)) if {
	parts := split(input.objects[index].at.path, "/")
}
