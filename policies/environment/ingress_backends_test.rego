package nova.environment.ingress_backends_test

import data.nova.environment.ingress_backends

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_service(name) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": name, "namespace": "shop"},
	"spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
}

_ingress(service, annotations) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "namespace": "shop", "annotations": annotations},
	"spec": {"rules": [{"host": "shop.example", "http": {"paths": [{
		"path": "/",
		"backend": {"service": {"name": service, "port": {"number": 80}}},
	}]}}]},
}

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_path := [0, "contents", "spec", "rules", 0, "http", "paths", 0, "backend"]

test_a_missing_service_is_denied if {
	ingress_backends.deny == {{
		"msg": "Ingress \"web\" leads to Service \"web\", which is not there",
		"path": _path,
		"related": [],
	}} with input as _members([_ingress("web", {}), _service("api")])
}

test_a_missing_port_is_denied_once_for_all_its_routes if {
	service := object.union(_service("web"), {"spec": {"ports": [{"name": "http", "port": 8080}]}})
	route := _ingress("web", {}).spec.rules[0]
	two := object.union(_ingress("web", {}), {"spec": {"rules": [route, route]}})
	ingress_backends.deny == {{
		"msg": "Ingress \"web\" leads to port 80 of Service \"web\", which has no such port",
		"path": _path,
		"related": [[0, "contents", "spec", "rules", 1, "http", "paths", 0, "backend"]],
	}} with input as _members([two, service])
}

test_ports_by_number_and_name_pass if {
	service := object.union(_service("web"), {"spec": {"ports": [{"name": "http", "port": 80}]}})
	count(ingress_backends.deny) == 0 with input as _members([_ingress("web", {}), service])
	named := object.union(_ingress("web", {}), {"spec": {"rules": [], "defaultBackend": {"service": {"name": "web", "port": {"name": "http"}}}}})
	count(ingress_backends.deny) == 0 with input as _members([named, service])
}

test_external_names_have_every_port if {
	external := _object("v1", "Service", "web", {"spec": {"type": "ExternalName", "externalName": "web.example"}})
	count(ingress_backends.deny) == 0 with input as _members([_ingress("web", {}), external])
}

test_actions_of_a_load_balancer_are_silent if {
	action := object.union(_ingress("web", {}), {"spec": {"rules": [], "defaultBackend": {"service": {"name": "redirect", "port": {"name": "use-annotation"}}}}})
	count(ingress_backends.deny) == 0 with input as _members([action, _service("web")])
}

test_namespaces_without_services_are_silent if {
	count(ingress_backends.deny) == 0 with input as _members([_ingress("web", {})])
	count(ingress_backends.deny) == 0 with input as _members([_ingress("web", {}), object.union(_service("api"), {"metadata": {"namespace": "other"}})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Ingress"}}]] {
		count(ingress_backends.deny) == 0 with input as odd
	}
}

_elsewhere(kind, namespace, name) := {"apiVersion": "facts.nova-policy.dev/v1", "kind": "ObjectsElsewhere", "objects": [{"kind": kind, "namespace": namespace, "name": name}]}

test_services_of_another_environment_pass_in_their_namespace if {
	count(ingress_backends.deny) == 0 with input as _members([_ingress("web", {}), _service("api"), _elsewhere("Service", "shop", "web")])
	count(ingress_backends.deny) == 1 with input as _members([_ingress("web", {}), _service("api"), _elsewhere("Service", "other", "web")])
}
