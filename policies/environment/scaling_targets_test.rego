package nova.environment.scaling_targets_test

import data.nova.environment.scaling_targets

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

_scaler(kind, target) := _object("autoscaling/v2", kind, "web", {"spec": {"scaleTargetRef": target}})

_budget(labels) := _object("policy/v1", "PodDisruptionBudget", "web", {"spec": {"selector": {"matchLabels": labels}}})

test_missing_targets_are_denied if {
	target := {"kind": "Deployment", "name": "api"}
	scaling_targets.deny == {{
		"msg": "HorizontalPodAutoscaler \"web\" scales Deployment \"api\", which is not there",
		"path": [0, "contents", "spec", "scaleTargetRef"],
	}} with input as _members([_scaler("HorizontalPodAutoscaler", target), _deployment("web", {})])
	{denial.path[0] | some denial in scaling_targets.deny} == {0} with input as _members([_scaler("ScaledObject", {"name": "api"}), _deployment("web", {})])
}

test_a_budget_of_nothing_is_denied if {
	scaling_targets.deny == {{
		"msg": "PodDisruptionBudget \"web\" selects no pod of namespace \"shop\"",
		"path": [0, "contents", "spec", "selector"],
	}} with input as _members([_budget({"app": "api"}), _deployment("web", {})])
}

test_targets_that_exist_pass if {
	count(scaling_targets.deny) == 0 with input as _members([
		_scaler("HorizontalPodAutoscaler", {"kind": "Deployment", "name": "web"}),
		_scaler("ScaledObject", {"name": "web"}),
		_budget({"app": "web"}),
		_budget({}),
		_deployment("web", {}),
	])
}

test_other_kinds_and_empty_namespaces_are_silent if {
	count(scaling_targets.deny) == 0 with input as _members([_scaler("HorizontalPodAutoscaler", {"kind": "RedisCluster", "name": "web"}), _deployment("web", {})])
	count(scaling_targets.deny) == 0 with input as _members([_scaler("HorizontalPodAutoscaler", {"kind": "Deployment", "name": "web"}), _budget({"app": "web"})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "PodDisruptionBudget"}}]] {
		count(scaling_targets.deny) == 0 with input as odd
	}
}
