package nova.kubernetes.ingress_cors_test

import data.nova.kubernetes.ingress_cors

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_denied(key, related) := {{
	"msg": "Ingress \"web\" allows every origin, and credentials with it",
	"path": ["metadata", "annotations", _nginx(key)],
	"related": [["metadata", "annotations", _nginx(other)] | some other in related],
}}

_cors(annotations) := _ingress(object.union({_nginx("enable-cors"): "true"}, annotations), {})

test_every_origin_with_credentials_is_denied if {
	ingress_cors.deny == _denied("cors-allow-origin", ["cors-allow-credentials"]) with input as _cors({
		_nginx("cors-allow-origin"): "*",
		_nginx("cors-allow-credentials"): "true",
	})
}

test_the_defaults_are_denied if {
	ingress_cors.deny == _denied("cors-allow-origin", []) with input as _cors({})
	ingress_cors.deny == _denied("cors-allow-credentials", []) with input as _cors({_nginx("cors-allow-credentials"): "true"})
	ingress_cors.deny == _denied("cors-allow-origin", []) with input as _cors({_nginx("cors-allow-origin"): "https://shop.example, *"})
}

test_named_origins_or_no_credentials_pass if {
	count(ingress_cors.deny) == 0 with input as _cors({_nginx("cors-allow-origin"): "https://shop.example,https://*.shop.example"})
	count(ingress_cors.deny) == 0 with input as _cors({_nginx("cors-allow-credentials"): "false"})
}

test_switched_off_cors_other_classes_and_canaries_are_silent if {
	count(ingress_cors.deny) == 0 with input as _ingress({_nginx("cors-allow-origin"): "*"}, {})
	count(ingress_cors.deny) == 0 with input as object.union(_cors({}), {"spec": {"ingressClassName": "traefik"}})
	count(ingress_cors.deny) == 0 with input as _cors({_nginx("canary"): "true"})
}
