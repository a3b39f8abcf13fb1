package lib.environment_test

import data.lib.environment

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := _object("apps/v1", "Deployment", name, {"spec": object.union(
	spec,
	{"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"image": "web:1"}]}}},
)})

_shop := _members([
	_deployment("web", {"replicas": 2}),
	_object("v1", "Service", "web", {"spec": {"selector": {"app": "web"}}}),
	_object("networking.k8s.io/v1", "Ingress", "web", {"spec": {"defaultBackend": {"service": {"name": "web"}}}}),
	_object("batch/v1", "Job", "seed", {"spec": {"template": {"spec": {}}}}),
	{"contents": "odd"},
])

test_objects_by_kind_and_name if {
	environment.of_kind.Service == {1} with input as _shop
	environment.named.Service.shop.web == {1} with input as _shop
	object.keys(environment.objects) == {0, 1, 2, 3} with input as _shop
	environment.namespaces[0] == "shop" with input as _shop
	environment.title(0) == "Deployment \"web\"" with input as _shop
	environment.at(1, ["spec"]) == [1, "contents", "spec"]
	environment.head(1) == [1, "contents"]
}

test_workloads_and_who_leads_to_them if {
	environment.workloads == {0, 3} with input as _shop
	environment.workloads_in == {"shop": {0, 3}} with input as _shop
	environment.serving == {0} with input as _shop
	environment.selected == {1: {0}} with input as _shop
	environment.exposed == {0} with input as _shop
}

test_consoles_and_development_are_not_exposed if {
	environment.exposed == set() with input as [object.union(member, {"path": "k8s/dev/shop.yaml"}) | some member in _shop]
	grafana := _object("networking.k8s.io/v1", "Ingress", "grafana", {"spec": {"defaultBackend": {"service": {"name": "web"}}}})
	environment.exposed == set() with input as _members([_deployment("web", {}), _object("v1", "Service", "web", {"spec": {"selector": {"app": "web"}}}), grafana])
}

test_caches_and_queues_are_not_exposed if {
	containers := [{"image": "docker.io/library/redis:7"}]
	cache := _object("apps/v1", "Deployment", "web", {"spec": {"template": {
		"metadata": {"labels": {"app": "web"}},
		"spec": {"containers": containers},
	}}})
	shop := array.concat(_members([cache]), array.slice(_shop, 1, 4))
	environment.serving == {0} with input as shop
	environment.stateful == {0} with input as shop
	environment.exposed == set() with input as shop
	environment.stateful == set() with input as _shop
}

test_a_service_selects_in_its_namespace_only if {
	other := {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"selector": {"app": "web"}}}
	environment.selected == {} with input as _members([_deployment("web", {}), other])
	empty := _object("v1", "Service", "web", {"spec": {"selector": {}}})
	environment.selected == {} with input as _members([_deployment("web", {}), empty])
}

test_replicas_of_the_workload_or_its_autoscaler if {
	environment.least_replicas[0] == 2 with input as _shop
	environment.most_replicas[0] == 2 with input as _shop
	scaler := _object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {"spec": {
		"scaleTargetRef": {"kind": "Deployment", "name": "web"},
		"minReplicas": 3,
		"maxReplicas": 9,
	}})
	environment.least_replicas[0] == 3 with input as _members([_deployment("web", {}), scaler])
	environment.most_replicas[0] == 9 with input as _members([_deployment("web", {}), scaler])
	environment.least_replicas[0] == 1 with input as _members([_deployment("web", {})])
	environment.least_replicas[0] == 1 with input as _members([_deployment("web", {"replicas": "odd"})])
}

test_odd_inputs_have_no_objects if {
	every odd in [null, 7, "odd", {}, {"a": {"contents": {"kind": "A", "apiVersion": "v1"}}}, [[], 7, {"contents": {"kind": 7}}]] {
		environment.objects == {} with input as odd
	}
}

_elsewhere := {
	"apiVersion": "facts.nova-policy.dev/v1",
	"kind": "ObjectsElsewhere",
	"metadata": {"name": "k8s/shop"},
	"objects": [{"group": "", "kind": "Secret", "namespace": "shop", "name": "web"}],
}

test_objects_of_another_environment_are_there_by_kind_namespace_and_name if {
	environment.elsewhere("Secret", "shop", "web") with input as _members([_elsewhere])
	not environment.elsewhere("ConfigMap", "shop", "web") with input as _members([_elsewhere])
	not environment.elsewhere("Secret", "default", "web") with input as _members([_elsewhere])
	not environment.elsewhere("Secret", "shop", "api") with input as _members([_elsewhere])
}

test_without_the_fact_nothing_is_elsewhere if {
	not environment.elsewhere("Secret", "shop", "web") with input as _members([_object("v1", "Secret", "web", {})])
	not environment.elsewhere("Secret", "shop", "web") with input as _members([object.union(_elsewhere, {"apiVersion": "v1"})])
	not environment.elsewhere("Secret", "shop", "web") with input as _members([object.union(_elsewhere, {"kind": "DuplicateObject"})])
	not environment.elsewhere("Secret", "shop", "web") with input as "odd"
}

test_the_fact_is_no_object if {
	environment.objects == {0: _object("v1", "Service", "web", {})} with input as _members([_object("v1", "Service", "web", {}), _elsewhere])
}
