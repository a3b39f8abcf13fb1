# METADATA
# title: Every namespace with workloads denies traffic by default
# description: >-
#   Per namespace in which the environment has workloads: a NetworkPolicy that selects all its pods, holds Ingress
#   and has no rule that allows everything (for Egress as well where the parameter asks for it). Policies for
#   single applications are not enough. Where Cilium or Calico policies exist, nothing is said. A default that the
#   cluster's administrator sets elsewhere is not seen; workloads for development are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-traffic
# custom:
#   severity: high
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Add a NetworkPolicy with an empty podSelector and policyTypes [Ingress] to the namespace, and one policy per
#     application that allows what it needs.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [default_deny_egress]
package nova.environment.default_deny_network_policy

import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Namespace %q has workloads and no NetworkPolicy that denies %s by default", [namespace, lower(direction)])),
	"path": environment.head(min(indices)),
	"related": [environment.head(index) | some index in sort(_policies[namespace])],
} if {
	not _other_policies
	some namespace, indices in _workloads
	some direction in _directions
	not _denied(namespace, direction)
}

_workloads[namespace] contains index if {
	some index in environment.serving
	not index in environment.development
	namespace := environment.namespaces[index]
}

_directions contains "Ingress"

_directions contains "Egress" if parameters.default_deny_egress == true

_policies[namespace] := indices if {
	some namespace, _ in _workloads
	indices := {index |
		some index in environment.of_kind.NetworkPolicy
		environment.namespaces[index] == namespace
	}
}

_denied(namespace, direction) if {
	some index in _policies[namespace]
	spec := environment.objects[index].spec
	is_object(spec)
	_selects_all(spec)
	direction in _types(spec)
	not {} in kubernetes.list(object.get(spec, lower(direction), []))
}

_selects_all(spec) if {
	selector := kubernetes.mapping(object.get(spec, "podSelector", {}))
	count(kubernetes.mapping(object.get(selector, "matchLabels", {}))) == 0
	count(kubernetes.list(object.get(selector, "matchExpressions", []))) == 0
}

_types(spec) := kubernetes.list(object.get(spec, "policyTypes", ["Ingress"]))

_other_policies if {
	some kind in {"CiliumClusterwideNetworkPolicy", "CiliumNetworkPolicy", "GlobalNetworkPolicy"}
	count(environment.of_kind[kind]) > 0
}
