package nova.kubernetes.private_monitoring_test

import data.nova.kubernetes.private_monitoring

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_service(type, annotations) := {
	"apiVersion": "v1",
	"kind": "Service",
	"metadata": {"name": "metrics", "annotations": annotations},
	"spec": {"type": type, "selector": {"app": "prometheus"}},
}

test_open_services_are_denied if {
	every type in ["LoadBalancer", "NodePort"] {
		private_monitoring.deny == {{"msg": sprintf("Service \"metrics\" opens a monitoring console as %s", [type]), "path": ["spec", "type"]}} with input as _service(type, {})
	}
}

test_inner_services_pass if {
	count(private_monitoring.deny) == 0 with input as _service("ClusterIP", {})
	count(private_monitoring.deny) == 0 with input as _service("LoadBalancer", {"service.beta.kubernetes.io/aws-load-balancer-internal": "true"})
	count(private_monitoring.deny) == 0 with input as object.union(_service("LoadBalancer", {}), {"spec": {"loadBalancerSourceRanges": ["10.0.0.0/8"]}})
}

test_other_services_are_silent if {
	count(private_monitoring.deny) == 0 with input as object.union(_service("LoadBalancer", {}), {"spec": {"selector": {"app": "web"}}})
}

_routes(paths) := {"rules": [{"host": "shop.example", "http": {"paths": [_route(path, "web") | some path in paths]}}]}

test_metrics_paths_are_denied if {
	private_monitoring.deny == {
		{"msg": "Ingress \"web\" opens /metrics to anyone", "path": ["spec", "rules", 0, "http", "paths", 1, "path"]},
		{"msg": "Ingress \"web\" opens /api/actuator/prometheus to anyone", "path": ["spec", "rules", 0, "http", "paths", 2, "path"]},
	} with input as _ingress({}, _routes(["/", "/metrics", "/api/actuator/prometheus"]))
}

test_protected_paths_and_other_paths_pass if {
	count(private_monitoring.deny) == 0 with input as _ingress({_nginx("whitelist-source-range"): "10.0.0.0/8"}, _routes(["/metrics"]))
	count(private_monitoring.deny) == 0 with input as _ingress({}, _routes(["/", "/metrics-guide", "/api/business-metrics"]))
	count(private_monitoring.deny) == 0 with input as _ingress({_nginx("rewrite-target"): "/$2"}, _routes(["/metrics"]))
}
