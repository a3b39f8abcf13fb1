package nova.kubernetes.non_root_test

import data.nova.kubernetes.non_root

_pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}

_at_pod := ["spec", "securityContext", "runAsNonRoot"]

test_unstated_users_are_one_denial_per_pod if {
	non_root.deny == {{"msg": "Pod \"web\" lets containers run as root: init, web", "path": _at_pod}} with input as _pod({
		"containers": [{"name": "web"}, {"name": "side", "securityContext": {"runAsUser": 1000}}],
		"initContainers": [{"name": "init"}],
	})
	non_root.deny == {{"msg": "Pod \"web\" lets containers run as root: a and 2 more", "path": _at_pod}} with input as _pod({"containers": [
		{"name": "a"},
		{"name": "b"},
		{"name": "c"},
	]})
}

test_root_is_denied_where_it_is_stated if {
	non_root.deny == {
		{"msg": "Container \"a\" of Pod \"web\" runs as root", "path": ["spec", "containers", 0, "securityContext", "runAsUser"]},
		{"msg": "Container \"b\" of Pod \"web\" runs as root", "path": ["spec", "containers", 1, "securityContext", "runAsNonRoot"]},
	} with input as _pod({
		"securityContext": {"runAsNonRoot": true},
		"containers": [
			{"name": "a", "securityContext": {"runAsUser": 0}},
			{"name": "b", "securityContext": {"runAsNonRoot": false}},
		],
	})
	non_root.deny == {{"msg": "Container \"a\" of Pod \"web\" runs as root", "path": ["spec", "securityContext", "runAsUser"]}} with input as _pod({
		"securityContext": {"runAsUser": 0, "runAsNonRoot": true},
		"containers": [{"name": "a"}],
	})
}

test_pod_level_passes if {
	every context in [{"runAsNonRoot": true}, {"runAsUser": 1}] {
		count(non_root.deny) == 0 with input as _pod({"securityContext": context, "containers": [{"name": "web"}]})
	}
}

test_container_level_passes if {
	count(non_root.deny) == 0 with input as _pod({
		"securityContext": {"runAsUser": 0},
		"containers": [{"name": "web", "securityContext": {"runAsUser": 1000}}],
	})
}

test_windows_ephemeral_containers_and_odd_objects_are_silent if {
	count(non_root.deny) == 0 with input as _pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(non_root.deny) == 0 with input as _pod({"ephemeralContainers": [{"name": "debug"}]})
	count(non_root.deny) == 0 with input as _pod({"containers": [{"name": "agent", "securityContext": {"privileged": true}}]})
	every odd in [_pod(7), _pod({"containers": 7}), [], null] {
		count(non_root.deny) == 0 with input as odd
	}
}
