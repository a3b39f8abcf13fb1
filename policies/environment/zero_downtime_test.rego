package nova.environment.zero_downtime_test

import data.nova.environment.zero_downtime

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": name}]}}}),
}

_service(name) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_denied(text, path) := {{"msg": concat(" ", ["Deployment \"web\"", text]), "path": path}}

_with(spec, others) := _members(array.concat([_service("web"), _deployment("web", spec)], others))

_budget(spec) := _object("policy/v1", "PodDisruptionBudget", "web", {"spec": object.union({"selector": {"matchLabels": {"app": "web"}}}, spec)})

_scaler(least) := _object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "minReplicas": least}})

test_the_first_fault_is_denied if {
	zero_downtime.deny == _denied("stops all its pods before it starts new ones", [1, "contents", "spec", "strategy", "type"]) with input as _with({"strategy": {"type": "Recreate"}}, [])
	zero_downtime.deny == _denied("runs as one replica", [1, "contents", "spec", "replicas"]) with input as _with({}, [])
	zero_downtime.deny == _denied("runs as one replica", [2, "contents", "spec", "minReplicas"]) with input as _with({"replicas": 3}, [_scaler(1)])
	zero_downtime.deny == _denied(
		"may lose all its pods at once while it is replaced",
		[1, "contents", "spec", "strategy", "rollingUpdate", "maxUnavailable"],
	) with input as _with({"replicas": 2, "strategy": {"rollingUpdate": {"maxUnavailable": 2}}}, [])
	zero_downtime.deny == _denied("has no PodDisruptionBudget", [1, "contents"]) with input as _with({"replicas": 2}, [])
}

test_budgets_that_block_are_denied_where_they_are if {
	every spec in [{"minAvailable": 2}, {"minAvailable": "100%"}, {"maxUnavailable": 0}, {"maxUnavailable": "0%"}] {
		zero_downtime.deny == _denied("may never be moved: its budget allows no disruption", [2, "contents", "spec"]) with input as _with({"replicas": 2}, [_budget(spec)])
	}
}

test_a_budget_that_is_refused_is_none if {
	zero_downtime.deny == _denied(
		"has a budget of both minAvailable and maxUnavailable, which the API server refuses",
		[2, "contents", "spec", "maxUnavailable"],
	) with input as _with({"replicas": 2}, [_budget({"minAvailable": 1, "maxUnavailable": 1})])
}

test_replicas_with_a_budget_pass if {
	every spec in [{"minAvailable": 1}, {"maxUnavailable": 1}, {"minAvailable": "50%"}] {
		count(zero_downtime.deny) == 0 with input as _with({"replicas": 2, "strategy": {"rollingUpdate": {"maxUnavailable": 1}}}, [_budget(spec)])
	}
	count(zero_downtime.deny) == 0 with input as _with({}, [_scaler(2), _budget({"maxUnavailable": 1})])
}

test_each_workload_is_denied if {
	count(zero_downtime.deny) == 2 with input as _members([_service("web"), _service("api"), _deployment("web", {}), _deployment("api", {})])
}

test_unserved_workloads_consoles_stores_and_development_are_silent if {
	count(zero_downtime.deny) == 0 with input as _members([_deployment("web", {})])
	count(zero_downtime.deny) == 0 with input as _members([_service("grafana"), _deployment("grafana", {})])
	count(zero_downtime.deny) == 0 with input as _members([_service("web-dev"), _deployment("web-dev", {})])
	every image in ["redis:7", "postgres:16"] {
		store := object.union(_deployment("web", {}), {"spec": {"template": {"spec": {"containers": [{"image": image}]}}}})
		count(zero_downtime.deny) == 0 with input as _members([_service("web"), store])
	}
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Deployment"}}]] {
		count(zero_downtime.deny) == 0 with input as odd
	}
}
