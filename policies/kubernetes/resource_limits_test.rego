package nova.kubernetes.resource_limits_test

import data.nova.kubernetes.resource_limits

_pod(spec) := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}

_with(resources) := _pod({"containers": [{"name": "web", "resources": resources}]})

_denied(missing) := {{
	"msg": sprintf("Container \"web\" of \"web\" states no %s", [missing]),
	"path": ["spec", "containers", 0, "resources"],
}}

test_missing_figures_are_one_denial if {
	resource_limits.deny == _denied("cpu request, memory limit, memory request") with input as _pod({"containers": [{"name": "web"}]})
	resource_limits.deny == _denied("memory limit") with input as _with({"requests": {"cpu": "1", "memory": "1Gi"}})
	resource_limits.deny == _denied("cpu request") with input as _with({"limits": {"memory": "1Gi"}})
}

test_no_cpu_limit_is_needed if count(resource_limits.deny) == 0 with input as _with({"requests": {"cpu": 1}, "limits": {"memory": "1Gi"}})

test_resources_of_the_pod_pass if {
	count(resource_limits.deny) == 0 with input as _pod({
		"resources": {"requests": {"cpu": 1}, "limits": {"memory": "1Gi"}},
		"containers": [{"name": "web"}],
	})
}

test_sidecars_are_judged_and_init_containers_are_silent if {
	{denial.path[2] | some denial in resource_limits.deny} == {1} with input as _pod({"initContainers": [
		{"name": "init"},
		{"name": "proxy", "restartPolicy": "Always"},
	]})
}
