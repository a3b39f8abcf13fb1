package nova.kubernetes.ingress_rate_limit_test

import data.nova.kubernetes.ingress_rate_limit

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_path(key) := ["metadata", "annotations", _nginx(key)]

test_no_limit_is_denied if {
	ingress_rate_limit.deny == {{"msg": "Ingress \"web\" does not limit requests per client", "path": _path("limit-rps")}} with input as _ingress({}, {})
}

test_more_than_the_parameter_is_denied if {
	ingress_rate_limit.deny == {{"msg": "Ingress \"web\" lets one client make 21 requests per second", "path": _path("limit-rps")}} with input as _ingress({_nginx("limit-rps"): "21"}, {})
	ingress_rate_limit.deny == {{"msg": "Ingress \"web\" lets one client make 1201 requests per minute", "path": _path("limit-rpm")}} with input as _ingress({_nginx("limit-rpm"): "1201"}, {})
}

test_the_parameter_itself_passes if {
	count(ingress_rate_limit.deny) == 0 with input as _ingress({_nginx("limit-rps"): "20"}, {})
	count(ingress_rate_limit.deny) == 0 with input as _ingress({_nginx("limit-rpm"): "1200"}, {})
	count(ingress_rate_limit.deny) == 0 with input as _ingress({_nginx("limit-rps"): "50"}, {}) with data.lib.parameters.ingress_rate_limit as 50
}

test_both_limits_are_judged if {
	count(ingress_rate_limit.deny) == 2 with input as _ingress({_nginx("limit-rps"): "21", _nginx("limit-rpm"): "odd"}, {})
}

test_no_number_is_denied if {
	every limit in ["0", "ten", ""] {
		ingress_rate_limit.deny == {{"msg": "Ingress \"web\" has a limit-rps that is no positive number", "path": _path("limit-rps")}} with input as _ingress({_nginx("limit-rps"): limit}, {})
	}
}

test_other_classes_consoles_and_canaries_are_silent if {
	count(ingress_rate_limit.deny) == 0 with input as _ingress({}, {"ingressClassName": "traefik"})
	count(ingress_rate_limit.deny) == 0 with input as _ingress({_nginx("canary"): "true"}, {})
	count(ingress_rate_limit.deny) == 0 with input as object.union(_ingress({}, {}), {"metadata": {"name": "kibana"}})
}
