package nova.environment.default_deny_network_policy_test

import data.nova.environment.default_deny_network_policy

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": name}]}}}),
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_policy(spec) := _object("networking.k8s.io/v1", "NetworkPolicy", "policy", {"spec": spec})

_denial(related) := {
	"msg": "Namespace \"shop\" has workloads and no NetworkPolicy that denies ingress by default",
	"path": [0, "contents"],
	"related": related,
}

test_a_namespace_without_policies_is_denied_once if {
	default_deny_network_policy.deny == {_denial([])} with input as _members([_deployment("web", {}), _deployment("api", {})])
}

test_policies_that_fall_short_are_related if {
	every spec in [
		{"podSelector": {"matchLabels": {"app": "web"}}},
		{"podSelector": {"matchExpressions": [{"key": "app", "operator": "Exists"}]}},
		{"podSelector": {}, "policyTypes": ["Egress"]},
		{"podSelector": {}, "policyTypes": ["Ingress"], "ingress": [{}]},
	] {
		default_deny_network_policy.deny == {_denial([[1, "contents"]])} with input as _members([_deployment("web", {}), _policy(spec)])
	}
}

test_a_default_passes if {
	every spec in [
		{"podSelector": {}, "policyTypes": ["Ingress"]},
		{"podSelector": {}},
		{"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [{"from": [{"podSelector": {}}]}]},
	] {
		count(default_deny_network_policy.deny) == 0 with input as _members([_deployment("web", {}), _policy(spec)])
	}
}

test_outgoing_traffic_is_a_parameter if {
	members := _members([_deployment("web", {}), _policy({"podSelector": {}})])
	{denial.msg | some denial in default_deny_network_policy.deny} == {"Namespace \"shop\" has workloads and no NetworkPolicy that denies egress by default"} with input as members
		with data.lib.parameters.default_deny_egress as true
}

test_a_policy_of_another_namespace_is_not_enough if {
	other := object.union(_policy({"podSelector": {}}), {"metadata": {"namespace": "other"}})
	default_deny_network_policy.deny == {_denial([])} with input as _members([_deployment("web", {}), other])
}

test_cilium_development_and_empty_namespaces_are_silent if {
	count(default_deny_network_policy.deny) == 0 with input as [{"path": "k8s/local/web.yaml", "contents": _deployment("web", {})}]
	count(default_deny_network_policy.deny) == 0 with input as _members([_deployment("web", {}), _object("cilium.io/v2", "CiliumNetworkPolicy", "all", {})])
	count(default_deny_network_policy.deny) == 0 with input as _members([_policy({"podSelector": {"matchLabels": {"app": "web"}}})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "NetworkPolicy"}}]] {
		count(default_deny_network_policy.deny) == 0 with input as odd
	}
}
