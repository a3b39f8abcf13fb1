package nova.environment.rollout_strategy_test

import data.nova.environment.rollout_strategy

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

test_a_public_deployment_without_strategy_is_denied if {
	rollout_strategy.deny == {{"msg": "Deployment \"web\" gets outside traffic and states no strategy", "path": [2, "contents"]}} with input as _members(_exposed)
}

test_any_stated_strategy_passes if {
	every type in ["RollingUpdate", "Recreate"] {
		count(rollout_strategy.deny) == 0 with input as _members([_ingress("web", {}), _service("web"), _deployment("web", {"strategy": {"type": type}})])
	}
}

test_inner_deployments_are_silent if {
	count(rollout_strategy.deny) == 0 with input as _members([_service("web"), _deployment("web", {})])
	count(rollout_strategy.deny) == 0 with input as _members([_ingress("web", {}), _deployment("web", {})])
}

test_development_folders_and_names_are_silent if {
	count(rollout_strategy.deny) == 0 with input as [{"path": "k8s/local/web.yaml", "contents": object} | some object in _exposed]
	count(rollout_strategy.deny) == 0 with input as _members([_ingress("web-dev", {}), _service("web-dev"), _deployment("web-dev", {})])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Ingress"}}]] {
		count(rollout_strategy.deny) == 0 with input as odd
	}
}
