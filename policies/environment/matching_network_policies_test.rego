package nova.environment.matching_network_policies_test

import data.nova.environment.matching_network_policies

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": name}]}}}),
}

_policy(namespace, labels) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "web", "namespace": namespace},
	"spec": {"podSelector": {"matchLabels": labels}},
}

_denied(namespace) := {{
	"msg": sprintf("NetworkPolicy \"web\" selects no pod of namespace %q", [namespace]),
	"path": [0, "contents", "spec", "podSelector"],
}}

test_a_policy_of_nothing_is_denied if {
	matching_network_policies.deny == _denied("shop") with input as _members([_policy("shop", {"app": "api"}), _deployment("web", {})])
}

test_a_policy_in_the_wrong_namespace_is_denied if {
	matching_network_policies.deny == _denied("other") with input as _members([_policy("other", {"app": "web"}), _deployment("web", {})])
}

test_policies_that_match_pass if {
	count(matching_network_policies.deny) == 0 with input as _members([_policy("shop", {"app": "web"}), _deployment("web", {})])
	count(matching_network_policies.deny) == 0 with input as _members([object.union(_policy("shop", {}), {"spec": {"podSelector": {}}}), _deployment("web", {})])
}

test_namespaces_of_others_are_silent if {
	count(matching_network_policies.deny) == 0 with input as _members([_policy("other", {"app": "api"}), _deployment("web", {})])
	count(matching_network_policies.deny) == 0 with input as _members([_policy("shop", {"app": "web"})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "NetworkPolicy"}}]] {
		count(matching_network_policies.deny) == 0 with input as odd
	}
}
