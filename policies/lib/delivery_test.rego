package lib.delivery_test

import data.lib.delivery

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_deployment(name, spec) := _object("apps/v1", "Deployment", name, {"spec": object.union(
	spec,
	{"template": {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"image": "web:1"}]}}},
)})

test_durations_in_minutes if {
	cases := {"90s": 1.5, "5m": 5, "1h": 60, "300": 5}
	every duration, minutes in cases {
		delivery.minutes(duration) == minutes
	}
	delivery.minutes(120) == 2
	every odd in ["", "soon", "1d", "-5m", null, []] {
		not delivery.minutes(odd)
	}
}

test_controllers_target_their_workload if {
	canary := _object("flagger.app/v1beta1", "Canary", "web", {"spec": {"targetRef": {"kind": "Deployment", "name": "web"}}})
	members := _members([_deployment("web", {}), _deployment("api", {}), canary])
	delivery.progressive(0) with input as members
	not delivery.progressive(1) with input as members
	delivery.controllers == {2} with input as members
}
