package nova.environment.connection_budget_test

import data.nova.environment.connection_budget

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_workload(kind, name, spec, pod) := {
	"apiVersion": "apps/v1",
	"kind": kind,
	"metadata": {"name": name, "namespace": "shop"},
	"spec": object.union(spec, {"template": {"metadata": {"labels": {"app": name}}, "spec": pod}}),
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_pool(name, spec, container) := _workload("Deployment", name, spec, {"containers": [container]})

_size(value) := {"env": [{"name": "DB_MAX_CONNECTIONS", "value": value}]}

_denied(workloads, total, limit, path) := {{
	"msg": sprintf("Variables allow %s %d connections, the database accepts %d", [workloads, total, limit]),
	"path": path,
}}

_variable(index) := [index, "contents", "spec", "template", "spec", "containers", 0, "env", 0, "value"]

test_too_many_connections_are_denied_at_the_largest if {
	connection_budget.deny == _denied("2 workloads", 101, 100, _variable(1)) with input as _members([
		_pool("web", {}, _size("41")),
		_pool("api", {"replicas": 2}, _size("30")),
	])
}

test_the_limit_itself_passes if {
	count(connection_budget.deny) == 0 with input as _members([_pool("web", {"replicas": 5}, _size("20"))])
	count(connection_budget.deny) == 1 with input as _members([_pool("web", {"replicas": 5}, _size("20"))]) with data.lib.parameters.database_max_connections as 99
}

test_an_autoscaler_multiplies if {
	scaler := _object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {"spec": {
		"scaleTargetRef": {"kind": "Deployment", "name": "web"},
		"maxReplicas": 6,
	}})
	connection_budget.deny == _denied("1 workload", 120, 100, _variable(0)) with input as _members([_pool("web", {}, _size("20")), scaler])
}

_config := _object("v1", "ConfigMap", "settings", {"data": {"DATABASE_POOL_SIZE": "101", "LOG_LEVEL": "info"}})

test_config_maps_are_followed if {
	connection_budget.deny == _denied("1 workload", 101, 100, [1, "contents", "data", "DATABASE_POOL_SIZE"]) with input as _members([
		_pool("web", {}, {"envFrom": [{"configMapRef": {"name": "settings"}}]}),
		_config,
	])
	reference := {"env": [{"name": "DB_POOL_SIZE", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "DATABASE_POOL_SIZE"}}}]}
	connection_budget.deny == _denied("1 workload", 101, 100, [1, "contents", "data", "DATABASE_POOL_SIZE"]) with input as _members([_pool("web", {}, reference), _config])
}

test_the_database_says_how_many_it_accepts if {
	database := _workload("StatefulSet", "db", {}, {"containers": [{"image": "postgres:16", "args": ["-c", "max_connections=200"]}]})
	count(connection_budget.deny) == 0 with input as _members([_pool("web", {}, _size("200")), database])
	connection_budget.deny == _denied("1 workload", 201, 200, _variable(0)) with input as _members([_pool("web", {}, _size("201")), database])
}

test_no_pool_sizes_and_several_databases_are_silent if {
	count(connection_budget.deny) == 0 with input as _members([_pool("web", {}, {"env": [{"name": "REDIS_POOL_SIZE", "value": "500"}]})])
	count(connection_budget.deny) == 0 with input as _members([_pool("web", {}, _size("many"))])
	count(connection_budget.deny) == 0 with input as _members([
		_pool("web", {}, _size("500")),
		_workload("StatefulSet", "a", {}, {"containers": [{"image": "postgres:16"}]}),
		_workload("StatefulSet", "b", {}, {"containers": [{"image": "postgres:16"}]}),
	])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "ConfigMap"}}]] {
		count(connection_budget.deny) == 0 with input as odd
	}
}
