package nova.kubernetes.readiness_probe_test

import data.nova.kubernetes.readiness_probe

_deployment(container) := {
	"apiVersion": "apps/v1",
	"kind": "Deployment",
	"metadata": {"name": "web"},
	"spec": {"template": {"spec": {"containers": [object.union({"name": "web"}, container)]}}},
}

_serving := {"ports": [{"containerPort": 8080}]}

_denied(fault) := {{
	"msg": sprintf("Container \"web\" of Deployment \"web\" has %s", [fault]),
	"path": ["spec", "template", "spec", "containers", 0, "readinessProbe"],
}}

test_no_probe_is_denied if readiness_probe.deny == _denied("no readiness probe") with input as _deployment(_serving)

test_a_probe_without_action_is_denied if {
	readiness_probe.deny == _denied("a readiness probe that checks nothing") with input as _deployment(object.union(_serving, {"readinessProbe": {"periodSeconds": 5}}))
}

test_another_probe_is_not_enough if {
	readiness_probe.deny == _denied("no readiness probe") with input as _deployment(object.union(_serving, {"startupProbe": {"exec": {}}}))
}

test_every_action_passes if {
	every action in ["exec", "grpc", "httpGet", "tcpSocket"] {
		count(readiness_probe.deny) == 0 with input as _deployment(object.union(_serving, {"readinessProbe": {action: {}}}))
	}
}

test_two_containers_are_two_denials if {
	pod := {"template": {"spec": {"containers": [_serving, _serving]}}}
	count(readiness_probe.deny) == 2 with input as {"kind": "StatefulSet", "spec": pod}
}

test_containers_that_serve_nothing_are_silent if {
	every container in [{}, {"ports": []}, {"ports": [{"protocol": "UDP"}]}, {"ports": 7}, object.union(_serving, {"name": "istio-proxy"})] {
		count(readiness_probe.deny) == 0 with input as _deployment(container)
	}
}

test_jobs_and_init_containers_are_silent if {
	count(readiness_probe.deny) == 0 with input as object.union(_deployment(_serving), {"kind": "Job"})
	count(readiness_probe.deny) == 0 with input as {"kind": "Deployment", "spec": {"template": {"spec": {"initContainers": [_serving]}}}}
}
