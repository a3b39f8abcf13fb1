package nova.kubernetes.effective_fields_test

import data.nova.kubernetes.effective_fields

_deployment(spec, pod, container) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": object.union(spec, {"template": {"spec": object.union(pod, {"containers": [object.union({"name": "web"}, container)]})}}),
}

_pod_path := ["spec", "template", "spec"]

_container_path := array.concat(_pod_path, ["containers", 0])

_denial(field, holder, path) := {
	"msg": sprintf("Deployment \"web\" has %s in %s, where it does nothing", [field, holder]),
	"path": array.concat(path, [field]),
}

test_fields_of_the_pod_in_a_container_are_denied if {
	effective_fields.deny == {
		_denial("readOnlyRootFilesystem", "container web", _container_path),
		_denial("volumes", "container web", _container_path),
		_denial("fsGroup", "the securityContext of web", array.concat(_container_path, ["securityContext"])),
	} with input as _deployment({}, {}, {"volumes": [], "readOnlyRootFilesystem": true, "securityContext": {"fsGroup": 1}})
}

test_fields_that_say_false_are_denied if {
	effective_fields.deny == {
		_denial("allowPrivilegeEscalation", "container web", _container_path),
		_denial("privileged", "the pod's securityContext", array.concat(_pod_path, ["securityContext"])),
	} with input as _deployment({}, {"securityContext": {"privileged": false}}, {"allowPrivilegeEscalation": false})
}

test_fields_of_a_container_in_the_pod_are_denied if {
	effective_fields.deny == {
		_denial("capabilities", "the pod's securityContext", array.concat(_pod_path, ["securityContext"])),
		_denial("readinessProbe", "the pod's spec", _pod_path),
		_denial("replicas", "the pod's spec", _pod_path),
	} with input as _deployment({}, {"securityContext": {"capabilities": {}}, "readinessProbe": {}, "replicas": 2}, {})
}

test_fields_of_the_pod_in_the_workload_are_denied if {
	effective_fields.deny == {
		_denial("securityContext", "the workload's spec", ["spec"]),
		_denial("tolerations", "the workload's spec", ["spec"]),
	} with input as _deployment({"tolerations": [], "securityContext": {}}, {}, {})
}

test_fields_in_their_place_pass if {
	count(effective_fields.deny) == 0 with input as _deployment(
		{"replicas": 2, "strategy": {}},
		{"securityContext": {"fsGroup": 1, "runAsNonRoot": true}, "volumes": [], "tolerations": []},
		{"securityContext": {"readOnlyRootFilesystem": true}, "env": [], "ports": [], "livenessProbe": {}},
	)
	count(effective_fields.deny) == 0 with input as {"kind": "Pod", "spec": {"containers": [], "volumes": [], "tolerations": []}}
}

_role(fields) := object.union({"kind": "ClusterRole", "metadata": {"name": "reader"}}, fields)

_rules := [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]

test_rules_in_the_spec_of_a_role_are_denied if {
	effective_fields.deny == {{
		"msg": "ClusterRole \"reader\" has its rules in a spec, where they allow nothing",
		"path": ["spec", "rules"],
	}} with input as _role({"spec": {"rules": _rules}})
}

test_rules_of_a_role_pass if count(effective_fields.deny) == 0 with input as _role({"rules": _rules})

test_odd_objects_are_silent if {
	every odd in [{"kind": "Role", "spec": []}, {"kind": "Pod", "spec": 7}, {"kind": "Deployment", "spec": {"template": []}}, {"kind": "Service"}, [], null] {
		count(effective_fields.deny) == 0 with input as odd
	}
}
