package nova.environment.traffic_splitting_test

import data.nova.environment.traffic_splitting

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

_ingress(service, annotations) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "namespace": "shop", "annotations": annotations},
	"spec": {"rules": [{"host": "shop.example", "http": {"paths": [{
		"path": "/",
		"backend": {"service": {"name": service, "port": {"number": 80}}},
	}]}}]},
}

_exposed := [_ingress("web", {}), _service("web"), _deployment("web", {})]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_denied := {{"msg": "Nothing splits the traffic of Deployment \"web\" between two versions", "path": [2, "contents"]}}

test_nothing_that_splits_is_one_denial if {
	traffic_splitting.deny == _denied with input as _members(_exposed)
	traffic_splitting.deny == _denied with input as _members(array.concat(_exposed, [_ingress("api", {}), _service("api"), _deployment("api", {})]))
}

test_whatever_splits_passes if {
	every splitter in [
		_object("flagger.app/v1beta1", "Canary", "web", {}),
		_object("networking.istio.io/v1", "VirtualService", "web", {}),
		_object("split.smi-spec.io/v1alpha2", "TrafficSplit", "web", {}),
		_object("gateway.networking.k8s.io/v1", "HTTPRoute", "web", {"spec": {"rules": [{"backendRefs": [{"weight": 90}, {"weight": 10}]}]}}),
		_object("argoproj.io/v1alpha1", "Rollout", "web", {"spec": {"strategy": {"canary": {"trafficRouting": {"nginx": {}}}}}}),
		_object("v1", "Namespace", "shop", {"metadata": {"labels": {"istio-injection": "enabled"}}}),
		_ingress("web-next", {"nginx.ingress.kubernetes.io/canary": "true"}),
	] {
		count(traffic_splitting.deny) == 0 with input as _members(array.concat(_exposed, [splitter]))
	}
}

test_a_switched_off_mesh_and_a_single_route_are_denied if {
	off := _object("v1", "Namespace", "shop", {"metadata": {"labels": {"istio-injection": "disabled"}}})
	traffic_splitting.deny == _denied with input as _members(array.concat(_exposed, [off]))
	route := _object("gateway.networking.k8s.io/v1", "HTTPRoute", "web", {"spec": {"rules": [{"backendRefs": [{"weight": 1}]}]}})
	traffic_splitting.deny == _denied with input as _members(array.concat(_exposed, [route]))
}

test_environments_without_outside_traffic_are_silent if {
	count(traffic_splitting.deny) == 0 with input as _members([_service("web"), _deployment("web", {})])
}
