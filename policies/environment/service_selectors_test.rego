package nova.environment.service_selectors_test

import data.nova.environment.service_selectors

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

_ported(ports) := object.union(
	_deployment("web", {}),
	{"spec": {"template": {"spec": {"containers": [{"name": "web", "ports": ports}]}}}},
)

_with(spec) := object.union(_service("web"), {"spec": spec})

test_a_service_of_nothing_is_denied if {
	service_selectors.deny == {{
		"msg": "Service \"api\" selects no workload in namespace \"shop\"",
		"path": [0, "contents", "spec", "selector"],
	}} with input as _members([_service("api"), _deployment("web", {})])
}

_message(port) := sprintf("Service \"web\" sends to port %v, which no container it selects has", [port])

test_ports_that_no_container_has_are_denied if {
	ports := [{"port": 80, "targetPort": 8081}, {"port": 81, "targetPort": "grpc"}, {"port": 82}, {"port": 83, "targetPort": "http"}]
	service_selectors.deny == {
		{"msg": _message(8081), "path": [0, "contents", "spec", "ports", 0, "targetPort"]},
		{"msg": _message("grpc"), "path": [0, "contents", "spec", "ports", 1, "targetPort"]},
		{"msg": _message(82), "path": [0, "contents", "spec", "ports", 2, "port"]},
	} with input as _members([_with({"ports": ports}), _ported([{"name": "http", "containerPort": 8080}])])
}

test_containers_that_name_no_port_have_every_number if {
	count(service_selectors.deny) == 0 with input as _members([_service("web"), _deployment("web", {})])
	{denial.msg | some denial in service_selectors.deny} == {_message("http")} with input as _members([
		_with({"ports": [{"port": 80, "targetPort": "http"}]}),
		_deployment("web", {}),
	])
}

test_ports_that_exist_pass if {
	ports := [{"port": 80, "targetPort": "http"}, {"port": 81, "targetPort": 8080}, {"port": 8080}]
	count(service_selectors.deny) == 0 with input as _members([_with({"ports": ports}), _ported([{"name": "http", "containerPort": 8080}])])
}

test_services_of_others_are_silent if {
	operator := object.union(_object("v1", "Service", "db", {}), {"spec": {"selector": {"cnpg.io/cluster": "db"}}})
	count(service_selectors.deny) == 0 with input as _members([operator, _deployment("web", {})])
	count(service_selectors.deny) == 0 with input as _members([_object("v1", "Service", "db", {"spec": {}}), _deployment("web", {})])
	count(service_selectors.deny) == 0 with input as _members([_service("api")])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Service"}}]] {
		count(service_selectors.deny) == 0 with input as odd
	}
}
