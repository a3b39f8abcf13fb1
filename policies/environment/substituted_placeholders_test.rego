package nova.environment.substituted_placeholders_test

import data.nova.environment.substituted_placeholders

_members(objects) := [{"path": "k8s/shop.yaml", "contents": object} | some object in objects]

_object(api, kind, name, fields) := object.union(
	{"apiVersion": api, "kind": kind, "metadata": {"name": name, "namespace": "shop"}},
	fields,
)

test_placeholders_are_one_denial_per_object if {
	substituted_placeholders.deny == {
		{
			"msg": "Secret \"web\" has 2 placeholders that nothing replaces, such as ${DB_PASSWORD}",
			"path": [0, "contents", "stringData"],
		},
		{
			"msg": "Service \"web\" has 1 placeholder that nothing replaces, such as {{ PORT }}",
			"path": [1, "contents", "spec", "ports", 0, "name"],
		},
	} with input as _members([
		_object("v1", "Secret", "web", {"stringData": {"DB_PASSWORD": "${DB_PASSWORD}", "JWT_SECRET": "<CHANGE_ME>", "USER": "web"}}),
		_object("v1", "Service", "web", {"spec": {"ports": [{"name": "{{ PORT }}"}]}}),
	])
}

test_what_others_replace_passes if {
	container := {"args": ["echo ${HOME}"], "command": ["sh", "-c", "exec ${BIN}"], "env": [{"name": "URL", "value": "http://$(HOST)"}]}
	count(substituted_placeholders.deny) == 0 with input as _members([
		_object("v1", "Pod", "web", {"metadata": {"annotations": {"note": "${USER}"}}, "spec": {"containers": [container]}}),
		_object("v1", "ConfigMap", "web", {"data": {"run.sh": "set -e\necho ${HOME}\n", "format": "${remote_addr}"}}),
		_object("monitoring.coreos.com/v1", "PrometheusRule", "web", {"spec": {"summary": "{{ value }} ${X}"}}),
	])
}

test_secrets_that_are_filled_are_silent if {
	secret := _object("v1", "Secret", "web", {"stringData": {"DB_PASSWORD": "${DB_PASSWORD}"}})
	external := _object("external-secrets.io/v1", "ExternalSecret", "web", {"spec": {"target": {"name": "web"}}})
	count(substituted_placeholders.deny) == 0 with input as _members([secret, external])
}

test_odd_members_are_silent if {
	every odd in [[], {}, "odd", null, [7], [{"contents": 7}], [{"path": 7, "contents": {"apiVersion": "v1", "kind": "Service"}}]] {
		count(substituted_placeholders.deny) == 0 with input as odd
	}
}
