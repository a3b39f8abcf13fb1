package nova.kubernetes.ingress_connection_limit_test

import data.nova.kubernetes.ingress_connection_limit

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_denied := {{
	"msg": "Ingress \"web\" does not limit connections per client",
	"path": ["metadata", "annotations", _nginx("limit-connections")],
}}

test_no_limit_is_denied if ingress_connection_limit.deny == _denied with input as _ingress({_nginx("limit-rps"): "10"}, {})

test_limits_that_limit_nothing_are_denied if {
	every limit in ["0", "", "many", "-1"] {
		ingress_connection_limit.deny == _denied with input as _ingress({_nginx("limit-connections"): limit}, {})
	}
}

test_a_limit_passes if count(ingress_connection_limit.deny) == 0 with input as _ingress({_nginx("limit-connections"): "1"}, {})

test_other_classes_consoles_canaries_and_development_are_silent if {
	count(ingress_connection_limit.deny) == 0 with input as _ingress({}, {"ingressClassName": "alb"})
	count(ingress_connection_limit.deny) == 0 with input as _ingress({_nginx("canary"): "true"}, {})
	count(ingress_connection_limit.deny) == 0 with input as object.union(_ingress({}, {}), {"metadata": {"name": "grafana"}})
	count(ingress_connection_limit.deny) == 0 with input as object.union(_ingress({}, {}), {"metadata": {"name": "web-dev"}})
}
