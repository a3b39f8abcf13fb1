package lib.references_test

import data.lib.references

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_pod(spec) := _object("v1", "Pod", "web", {"spec": spec})

test_every_way_to_refer if {
	pod := _pod({
		"serviceAccountName": "account",
		"containers": [{
			"env": [{"valueFrom": {"secretKeyRef": {"name": "a", "key": "k"}}}, {"valueFrom": {"configMapKeyRef": {"name": "b", "key": "k", "optional": true}}}],
			"envFrom": [{"secretRef": {"name": "c"}}, {"configMapRef": {"name": "d"}}],
		}],
		"volumes": [
			{"secret": {"secretName": "e"}},
			{"configMap": {"name": "f"}},
			{"persistentVolumeClaim": {"claimName": "g"}},
			{"projected": {"sources": [{"secret": {"name": "h"}}]}},
		],
	})
	{[found.kind, found.name, found.key] | some found in references.all} == {
		["ConfigMap", "d", null], ["ConfigMap", "f", null], ["PersistentVolumeClaim", "g", null], ["Secret", "a", "k"],
		["Secret", "c", null], ["Secret", "e", null], ["Secret", "h", null], ["ServiceAccount", "account", null],
	} with input as _members([pod])
}

test_the_default_account_and_odd_references_are_none if {
	references.all == set() with input as _members([_pod({"serviceAccountName": "default"})])
	references.all == set() with input as _members([_pod({"containers": [{"env": 7, "envFrom": [{"secretRef": 7}]}], "volumes": [{"secret": {}}]})])
}

test_references_by_workload_kind_and_name if {
	env := [{"valueFrom": {"secretKeyRef": {"name": "a", "key": key}}} | some key in ["k", "l"]]
	path := ["spec", "containers", 0, "env"]
	references.by_workload == {0: {"Secret": {"a": {
		{"key": "k", "path": array.concat([0, "contents"], array.concat(path, [0, "valueFrom", "secretKeyRef", "name"]))},
		{"key": "l", "path": array.concat([0, "contents"], array.concat(path, [1, "valueFrom", "secretKeyRef", "name"]))},
	}}}} with input as _members([_pod({"containers": [{"env": env}]})])
}

test_what_is_provided if {
	members := _members([
		_object("v1", "Secret", "a", {}),
		_object("v1", "ConfigMap", "b", {}),
		_object("external-secrets.io/v1", "ExternalSecret", "c", {"spec": {"target": {"name": "d"}}}),
	])
	references.provided == {"ConfigMap": {"shop": {"b"}}, "Secret": {"shop": {"a", "d"}}} with input as members
	references.filled("shop", "d") with input as members
	not references.filled("shop", "a") with input as members
}
