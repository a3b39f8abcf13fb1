package nova.environment.log_shipping_test

import data.nova.environment.log_shipping

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

_shipper(image) := {
	"apiVersion": "apps/v1",
	"kind": "DaemonSet",
	"metadata": {"name": "logs"},
	"spec": {"template": {"spec": {"containers": [{"image": image}]}}},
}

test_no_shipper_is_one_denial if {
	log_shipping.deny == {{"msg": "Nothing ships the logs of Deployment \"web\" and its environment", "path": [2, "contents"]}} with input as _members([
		_service("web"), _service("api"), _deployment("web", {}), _deployment("api", {}),
	])
}

test_shippers_pass if {
	every image in ["fluent/fluent-bit:3.0", "timberio/vector:0.40", "grafana/promtail:3", "otel/opentelemetry-collector-contrib:0.1"] {
		count(log_shipping.deny) == 0 with input as _members([_service("web"), _deployment("web", {}), _shipper(image)])
	}
	collector := {"apiVersion": "opentelemetry.io/v1beta1", "kind": "OpenTelemetryCollector", "metadata": {"name": "logs"}}
	count(log_shipping.deny) == 0 with input as _members([_service("web"), _deployment("web", {}), collector])
}

test_other_daemons_are_not_enough if {
	count(log_shipping.deny) == 1 with input as _members([_service("web"), _deployment("web", {}), _shipper("node-exporter:1")])
}

test_consoles_development_and_unserved_workloads_are_silent if {
	count(log_shipping.deny) == 0 with input as _members([_service("grafana"), _deployment("grafana", {})])
	count(log_shipping.deny) == 0 with input as _members([_service("web-dev"), _deployment("web-dev", {})])
	count(log_shipping.deny) == 0 with input as _members([_deployment("web", {})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Deployment"}}]] {
		count(log_shipping.deny) == 0 with input as odd
	}
}
