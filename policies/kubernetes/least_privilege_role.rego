# METADATA
# title: Roles name what they allow
# description: >-
#   Rules of Roles and ClusterRoles with "*" among their verbs or resources, or "*" API groups. Rules of
#   non-resource URLs and aggregated ClusterRoles are not looked at; what the bindings give to whom is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#least-privilege
# custom:
#   severity: high
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     List the API groups, resources and verbs that the workload uses, in a Role of its namespace where that is
#     enough.
#   matchers:
#   - apiGroups: [rbac.authorization.k8s.io]
#     kinds: [Role, ClusterRole]
#   parameters: []
package nova.kubernetes.least_privilege_role

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q allows every %s", [input.kind, kubernetes.name(input), concat(", every ", sort(everything))])),
	"path": ["rules", index],
} if {
	input.kind in {"ClusterRole", "Role"}
	not input.aggregationRule
	some index, rule in kubernetes.list(input.rules)
	not _names_urls(rule)
	everything := {_phrase(rule, word) | some field, word in _fields; "*" in kubernetes.list(rule[field])}
	count(everything) > 0
}

# Of some groups that is less than it sounds.
_phrase(rule, word) := concat(" ", ["resource of", concat(", ", groups)]) if {
	word == "resource"
	groups := [group | some group in kubernetes.list(rule.apiGroups); is_string(group); not group in {"", "*"}]
	count(groups) == count(kubernetes.list(rule.apiGroups))
	count(groups) > 0
} else := word

_names_urls(rule) if count(kubernetes.list(rule.nonResourceURLs)) > 0

_fields := {"apiGroups": "API group", "resources": "resource", "verbs": "verb"}
