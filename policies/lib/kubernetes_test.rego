package lib.kubernetes_test

import data.lib.kubernetes

test_names_and_namespaces_have_defaults if {
	kubernetes.name({"metadata": {"name": "web"}}) == "web"
	kubernetes.name({"metadata": {"generateName": "web-"}}) == "web-"
	kubernetes.name({"metadata": {"generateName": "web-", "name": "web"}}) == "web"
	kubernetes.namespace({"metadata": {"namespace": "shop"}}) == "shop"
	every odd in [null, 7, [], {}, {"metadata": 7}, {"metadata": {"name": 7, "namespace": []}}] {
		kubernetes.name(odd) == "(unnamed)"
		kubernetes.namespace(odd) == "default"
		kubernetes.annotations(odd) == {}
		kubernetes.group(odd) == ""
	}
	kubernetes.group({"apiVersion": "apps/v1"}) == "apps"
	kubernetes.group({"apiVersion": "v1"}) == ""
}

_spec := {"containers": [{"name": "web"}], "initContainers": [{"name": "wait"}, {"name": "proxy", "restartPolicy": "Always"}]}

test_pods_of_every_kind_are_found if {
	every kind in ["DaemonSet", "Deployment", "Job", "ReplicaSet", "ReplicationController", "Rollout", "StatefulSet"] {
		workload := {"kind": kind, "spec": {"template": {"metadata": {"labels": {"app": "web"}}, "spec": _spec}}}
		kubernetes.pod_spec(workload) == _spec
		kubernetes.pod_labels(workload) == {"app": "web"}
	}
	kubernetes.pod_spec({"kind": "Pod", "spec": _spec}) == _spec
	kubernetes.pod_labels({"kind": "Pod", "metadata": {"labels": {"app": "web"}}}) == {"app": "web"}
	cron := {"kind": "CronJob", "spec": {"jobTemplate": {"spec": {"template": {"spec": _spec}}}}}
	kubernetes.pod_spec(cron) == _spec
	{found.path | some found in kubernetes.containers(cron)} == {
		["spec", "jobTemplate", "spec", "template", "spec", "containers", 0],
		["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 0],
		["spec", "jobTemplate", "spec", "template", "spec", "initContainers", 1],
	}
}

test_sidecars_run_as_long_as_containers if {
	{found.name | some found in kubernetes.running_containers({"kind": "Pod", "spec": _spec})} == {"proxy", "web"}
}

test_containers_without_a_name_are_numbered if {
	{found.name | some found in kubernetes.containers({"kind": "Pod", "spec": {"containers": [{}, "odd", {"name": 1}]}})} == {
		"#0",
		"#2",
	}
}

test_odd_objects_have_no_containers if {
	every odd in [null, 7, [], {}, {"kind": 7}, {"kind": "Pod"}, {"kind": "Pod", "spec": 7}, {"kind": "Deployment", "spec": []}] {
		kubernetes.containers(odd) == []
	}
}

test_containers_override_their_pod if {
	workload := {"kind": "Pod", "spec": {"securityContext": {"runAsNonRoot": true, "runAsUser": 1000}}}
	kubernetes.security_setting(workload, {}, "runAsNonRoot") == true
	kubernetes.security_setting(workload, {"securityContext": {"runAsNonRoot": false}}, "runAsNonRoot") == false
	kubernetes.security_setting(workload, {"securityContext": {"runAsGroup": 1}}, "runAsUser") == 1000
	not kubernetes.security_setting(workload, {}, "fsGroup")
	kubernetes.security_setting(workload, {"securityContext": {"runAsUser": null}}, "runAsUser") == 1000
}

test_selectors if {
	labels := {"app": "web", "tier": "front"}
	every selector in [
		{},
		{"matchLabels": {"app": "web"}},
		{"matchExpressions": [{"key": "app", "operator": "In", "values": ["web", "api"]}]},
		{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["api"]}]},
		{"matchExpressions": [{"key": "app", "operator": "Exists"}, {"key": "canary", "operator": "DoesNotExist"}]},
	] {
		kubernetes.selects(selector, labels)
	}
	every selector in [
		{"matchLabels": {"app": "api"}},
		{"matchLabels": {"app": "web", "canary": "true"}},
		{"matchExpressions": [{"key": "app", "operator": "In", "values": ["api"]}]},
		{"matchExpressions": [{"key": "app", "operator": "NotIn", "values": ["web"]}]},
		{"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]},
		{"matchExpressions": [{"key": "canary", "operator": "Exists"}]},
		{"matchExpressions": [{"key": "app", "operator": "Like"}]},
		{"matchExpressions": ["odd"]},
		null,
		7,
	] {
		not kubernetes.selects(selector, labels)
	}
}

test_development_is_known_by_its_words if {
	kubernetes.for_development({"metadata": {"name": "web-dev"}})
	kubernetes.for_development({"metadata": {"name": "web", "namespace": "local"}})
	kubernetes.for_development({"metadata": {"name": "web", "labels": {"environment": "development"}}})
	every object in [{"metadata": {"name": "devices"}}, {"metadata": {"name": "web", "labels": {"env": "production"}}}, 7] {
		not kubernetes.for_development(object)
	}
}

test_values_are_taken_for_what_they_are if {
	kubernetes.mapping({"a": 1}) == {"a": 1}
	kubernetes.mapping([]) == {}
	kubernetes.list([1]) == [1]
	kubernetes.list("odd") == []
	kubernetes.annotation({"metadata": {"annotations": {"a": "b"}}}, "a") == "b"
	not kubernetes.annotation({"metadata": {"annotations": {"a": 1}}}, "a")
	kubernetes.annotations({"metadata": {"annotations": {"a": "b"}}}) == {"a": "b"}
}
