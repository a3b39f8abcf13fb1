# METADATA
# title: Rendered manifests have no placeholders left
# description: >-
#   ${VAR}, {{ value }} and <CHANGE_ME> in values of core objects, after rendering; one finding per object. Not
#   looked at: commands, args and texts of several lines (shells and templates of their own), $(VAR), which
#   Kubernetes replaces, annotations, Secrets that an ExternalSecret fills, and objects of operators. That a
#   pipeline runs envsubst over a folder is not visible here.
# related_resources:
# - ref: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 1, reason: "one source of the value per object, and a check that nothing is left"}
#   remediation: >-
#     Let kustomize (replacements, generators), an ExternalSecret or the pipeline put the value in, and fail when
#     one is left.
#   matchers:
#   - apiGroups: ["", apps, batch, networking.k8s.io, autoscaling, policy, rbac.authorization.k8s.io]
#     kinds: ["*"]
#   parameters: []
package nova.environment.substituted_placeholders

import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.references

deny contains {
	"msg": message.line(sprintf(
		"%s has %s that nothing replaces, such as %s",
		[environment.title(index), message.amount(count(found), "placeholder"), found[0].text],
	)),
	"path": environment.at(index, _block(environment.objects[index], found[0].path)),
} if {
	some index, resource in environment.objects
	_core(resource)
	not references.filled(environment.namespaces[index], kubernetes.name(resource))
	found := sort([{"path": path, "text": text} |
		walk(resource, [path, value])
		text := _placeholder(value)
		not _free(path)
	])
	count(found) > 0
}

_core(resource) if {
	kubernetes.group(resource) in {"", "apps", "autoscaling", "batch", "networking.k8s.io", "policy", "rbac.authorization.k8s.io"}
}

# Few values do, and asking costs less than the expression.
_opens(value) if {
	some opening in _openings
	contains(value, opening)
}

_openings := {"${", "{{", "<"}

_placeholder(value) := matches[0][1] if {
	is_string(value)
	_opens(value)
	not contains(trim_space(value), "\n")
	matches := regex.find_all_string_submatch_n(
		`(\$\{[A-Z][A-Z0-9_]{0,40}(?::-[^}]{0,10})?\}|\{\{ ?[\w.$]{1,40} ?\}\}|<(?:CHANGE|YOUR|REPLACE|INSERT)[A-Z_-]{0,40}>)`,
		value, 1,
	)
	count(matches) > 0
}

_free(path) if {
	some step in path
	step in _free_keys
}

_free_keys := {"annotations", "args", "command"}

# In a Secret or ConfigMap a person replaces the block: they are one decision.
_block(resource, path) := [path[0]] if resource.kind in {"ConfigMap", "Secret"}

_block(resource, path) := path if not resource.kind in {"ConfigMap", "Secret"}
