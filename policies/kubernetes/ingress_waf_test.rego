package nova.kubernetes.ingress_waf_test

import data.nova.kubernetes.ingress_waf

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_alb(key) := concat("", ["alb.ingress.kubernetes.io/", key])

_denied(key) := {{"msg": "Ingress \"web\" has no web application firewall", "path": ["metadata", "annotations", key]}}

_public := {_alb("scheme"): "internet-facing"}

test_nginx_without_modsecurity_is_denied if {
	ingress_waf.deny == _denied(_nginx("enable-modsecurity")) with input as _ingress({}, {})
	ingress_waf.deny == _denied(_nginx("enable-modsecurity")) with input as _ingress({_nginx("enable-modsecurity"): "false"}, {})
}

test_a_public_alb_without_acl_is_denied if {
	ingress_waf.deny == _denied(_alb("wafv2-acl-arn")) with input as _ingress(_public, {"ingressClassName": "alb"})
}

test_firewalls_pass if {
	count(ingress_waf.deny) == 0 with input as _ingress({_nginx("enable-modsecurity"): "true"}, {})
	count(ingress_waf.deny) == 0 with input as _ingress({_nginx("modsecurity-snippet"): "SecRuleEngine On"}, {})
	every key in ["wafv2-acl-arn", "waf-acl-id", "web-acl-id"] {
		count(ingress_waf.deny) == 0 with input as _ingress(object.union(_public, {_alb(key): "acl"}), {"ingressClassName": "alb"})
	}
}

test_internal_and_protected_ones_are_silent if {
	count(ingress_waf.deny) == 0 with input as _ingress({}, {"ingressClassName": "alb"})
	count(ingress_waf.deny) == 0 with input as _ingress({_nginx("whitelist-source-range"): "10.0.0.0/8"}, {})
	count(ingress_waf.deny) == 0 with input as _ingress({}, {"ingressClassName": "traefik"})
}
