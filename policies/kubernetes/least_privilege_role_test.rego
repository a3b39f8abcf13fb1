package nova.kubernetes.least_privilege_role_test

import data.nova.kubernetes.least_privilege_role

_role(rules) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": {"name": "web"}, "rules": rules}

_reading := {"apiGroups": [""], "resources": ["configmaps"], "verbs": ["get"]}

test_wildcards_are_denied if {
	least_privilege_role.deny == {
		{"msg": "ClusterRole \"web\" allows every verb", "path": ["rules", 1]},
		{"msg": "ClusterRole \"web\" allows every API group, every resource, every verb", "path": ["rules", 2]},
	} with input as _role([
		_reading,
		object.union(_reading, {"verbs": ["*"]}),
		{"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]},
	])
}

test_every_resource_of_some_groups_is_less_than_every_resource if {
	least_privilege_role.deny == {
		{"msg": "ClusterRole \"web\" allows every resource of chaos.example, shop.example", "path": ["rules", 0]},
		{"msg": "ClusterRole \"web\" allows every resource", "path": ["rules", 1]},
	} with input as _role([
		{"apiGroups": ["chaos.example", "shop.example"], "resources": ["*"], "verbs": ["get"]},
		{"apiGroups": ["", "shop.example"], "resources": ["*"], "verbs": ["get"]},
	])
}

test_named_permissions_pass if count(least_privilege_role.deny) == 0 with input as _role([_reading])

test_urls_and_aggregation_are_silent if {
	count(least_privilege_role.deny) == 0 with input as _role([{"nonResourceURLs": ["*"], "verbs": ["*"]}])
	count(least_privilege_role.deny) == 0 with input as object.union(_role([{"verbs": ["*"]}]), {"aggregationRule": {"clusterRoleSelectors": []}})
	every odd in [_role(7), _role(["odd"]), _role([{"verbs": "*"}]), null] {
		count(least_privilege_role.deny) == 0 with input as odd
	}
}
