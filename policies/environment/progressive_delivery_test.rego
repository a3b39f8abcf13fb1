package nova.environment.progressive_delivery_test

import data.nova.environment.progressive_delivery

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

_denied := {{"msg": "Deployment \"web\" gets outside traffic and replaces its version in place", "path": [2, "contents"]}}

test_a_public_deployment_is_denied if progressive_delivery.deny == _denied with input as _members(_exposed)

test_targets_of_controllers_pass if {
	canary := _object("flagger.app/v1beta1", "Canary", "web", {"spec": {"targetRef": {"kind": "Deployment", "name": "web"}}})
	count(progressive_delivery.deny) == 0 with input as _members(array.concat(_exposed, [canary]))
	rollout := _object("argoproj.io/v1alpha1", "Rollout", "web", {"spec": {"workloadRef": {"kind": "Deployment", "name": "web"}}})
	count(progressive_delivery.deny) == 0 with input as _members(array.concat(_exposed, [rollout]))
}

test_a_controller_of_another_workload_is_not_enough if {
	canary := _object("flagger.app/v1beta1", "Canary", "web", {"spec": {"targetRef": {"kind": "Deployment", "name": "api"}}})
	progressive_delivery.deny == _denied with input as _members(array.concat(_exposed, [canary]))
}

test_a_canary_ingress_of_the_same_route_passes if {
	canary := _ingress("web-next", {"nginx.ingress.kubernetes.io/canary": "true"})
	count(progressive_delivery.deny) == 0 with input as _members(array.concat(_exposed, [canary]))
}

_colour(name, colour) := object.union(
	_deployment(name, {}),
	{"spec": {"template": {"metadata": {"labels": {"app": "web", "color": colour}}}}},
)

test_a_blue_green_pair_passes_and_one_half_is_denied if {
	service := object.union(_service("web"), {"spec": {"selector": {"app": "web", "color": "blue"}}})
	count(progressive_delivery.deny) == 0 with input as _members([_ingress("web", {}), service, _colour("web-blue", "blue"), _colour("web-green", "green")])
	{denial.path | some denial in progressive_delivery.deny} == {[2, "contents"]} with input as _members([_ingress("web", {}), service, _colour("web-blue", "blue")])
}

test_rollouts_and_inner_deployments_are_silent if {
	rollout := object.union(_deployment("web", {}), {"apiVersion": "argoproj.io/v1alpha1", "kind": "Rollout"})
	count(progressive_delivery.deny) == 0 with input as _members([_ingress("web", {}), _service("web"), rollout])
	count(progressive_delivery.deny) == 0 with input as _members([_service("web"), _deployment("web", {})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Ingress"}}]] {
		count(progressive_delivery.deny) == 0 with input as odd
	}
}
