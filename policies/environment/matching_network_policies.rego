# METADATA
# title: Network policies apply to workloads of their namespace
# description: >-
#   NetworkPolicies whose podSelector matches no pod of their namespace, where the environment has workloads in
#   that namespace, or has pods in another namespace that the selector would match. Selectors of from and to are
#   not looked at; an empty podSelector matches everything.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: "one selector or namespace per policy"}
#   remediation: >-
#     Put the policy into the namespace of its workload, with labels that its pods have.
#   matchers:
#   - apiGroups: [networking.k8s.io]
#     kinds: [NetworkPolicy]
#   parameters: []
package nova.environment.matching_network_policies

import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("NetworkPolicy %q selects no pod of namespace %q", [kubernetes.name(environment.objects[index]), environment.namespaces[index]])),
	"path": environment.at(index, ["spec", "podSelector"]),
} if {
	some index in environment.of_kind.NetworkPolicy
	selector := environment.objects[index].spec.podSelector
	count(kubernetes.mapping(selector)) > 0
	not _selects_in(environment.namespaces[index], selector)
	_has_pods(environment.namespaces[index], selector)
}

_selects_in(namespace, selector) if {
	some workload in environment.workloads_in[namespace]
	kubernetes.selects(selector, environment.pod_labels[workload])
}

_has_pods(namespace, _) if environment.workloads_in[namespace]

# Asked for namespaces without pods alone, for it looks through all others.
_has_pods(namespace, selector) if {
	not environment.workloads_in[namespace]
	some other, _ in environment.workloads_in
	_selects_in(other, selector)
}
