package nova.kubernetes.restricted_privileges_test

import data.nova.kubernetes.restricted_privileges

_pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}

_complete := {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}, "readOnlyRootFilesystem": true}

_seccomp := {"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}}}

_with(pod, context) := _pod(object.union(pod, {"containers": [{"name": "web", "securityContext": context}]}))

_denied(field, lack) := {{
	"msg": sprintf("Container \"web\" of Pod \"web\" lacks %s", [lack]),
	"path": ["spec", "containers", 0, "securityContext", field],
}}

test_the_first_missing_field_is_denied if {
	restricted_privileges.deny == _denied("allowPrivilegeEscalation", "allowPrivilegeEscalation: false") with input as _pod({"containers": [{"name": "web"}]})
	restricted_privileges.deny == _denied("capabilities", "capabilities.drop: [ALL]") with input as _with(_seccomp, {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["NET_RAW"]}})
	restricted_privileges.deny == _denied("readOnlyRootFilesystem", "readOnlyRootFilesystem: true") with input as _with(_seccomp, object.union(_complete, {"readOnlyRootFilesystem": false}))
	restricted_privileges.deny == _denied("seccompProfile", "a seccompProfile") with input as _with({}, _complete)
}

test_each_container_is_denied if {
	{denial.path[1] | some denial in restricted_privileges.deny} == {"containers", "initContainers"} with input as _pod({
		"containers": [{"name": "web"}],
		"initContainers": [{"name": "init"}],
		"ephemeralContainers": [{"name": "debug"}],
	})
}

test_seccomp_of_pod_or_container_passes if {
	count(restricted_privileges.deny) == 0 with input as _with(_seccomp, _complete)
	count(restricted_privileges.deny) == 0 with input as _with({}, object.union(_complete, {"seccompProfile": {"type": "Localhost"}}))
}

test_an_unconfined_container_is_denied if {
	restricted_privileges.deny == _denied("seccompProfile", "a seccompProfile") with input as _with(_seccomp, object.union(_complete, {"seccompProfile": {"type": "Unconfined"}}))
}

test_privileged_containers_are_denied_as_such if {
	restricted_privileges.deny == {{
		"msg": "Container \"web\" of Pod \"web\" is privileged",
		"path": ["spec", "containers", 0, "securityContext", "privileged"],
	}} with input as _with({}, {"privileged": true})
}

test_host_namespaces_are_denied if {
	restricted_privileges.deny == {
		{"msg": "Pod \"web\" shares hostNetwork with its node", "path": ["spec", "hostNetwork"]},
		{"msg": "Pod \"web\" shares hostPID with its node", "path": ["spec", "hostPID"]},
	} with input as _with(object.union(_seccomp, {"hostNetwork": true, "hostPID": true, "hostIPC": false}), _complete)
}

test_windows_is_silent if count(restricted_privileges.deny) == 0 with input as _pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
