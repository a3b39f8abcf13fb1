package nova.kubernetes.ingress_tls_test

import data.nova.kubernetes.ingress_tls

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

test_no_tls_is_denied if {
	ingress_tls.deny == {{"msg": "Ingress \"web\" serves its hosts without TLS", "path": ["spec", "tls"]}} with input as _ingress({}, {})
}

test_each_uncovered_host_is_denied if {
	rules := [{"host": "a.example"}, {"host": "b.example"}, {"host": "c.example"}]
	ingress_tls.deny == {
		{"msg": "Ingress \"web\" serves host \"b.example\" without TLS", "path": ["spec", "rules", 1, "host"]},
		{"msg": "Ingress \"web\" serves host \"c.example\" without TLS", "path": ["spec", "rules", 2, "host"]},
	} with input as _ingress({}, {"rules": rules, "tls": [{"hosts": ["a.example"]}]})
}

test_a_wildcard_covers_one_label if {
	rules := [{"host": "a.shop.example"}, {"host": "x.a.shop.example"}, {"host": "shop.example"}, {"host": 7}]
	{denial.path[2] | some denial in ingress_tls.deny} == {1, 2} with input as _ingress(
		{},
		{"rules": rules, "tls": [{"hosts": ["*.shop.example"]}]},
	)
}

test_covered_hosts_pass if {
	count(ingress_tls.deny) == 0 with input as _ingress({}, {"tls": [{"hosts": ["shop.example"], "secretName": "web"}]})
	count(ingress_tls.deny) == 0 with input as _ingress({}, {"tls": [{"secretName": "web"}]})
}

test_certificates_from_elsewhere_pass if {
	every key, value in {
		"alb.ingress.kubernetes.io/certificate-arn": "arn:aws:acm:region:account:certificate/id",
		"networking.gke.io/managed-certificates": "web",
		"traefik.ingress.kubernetes.io/router.tls": "true",
		"nginx.ingress.kubernetes.io/ssl-passthrough": "true",
	} {
		count(ingress_tls.deny) == 0 with input as _ingress({key: value}, {})
	}
}

test_a_switched_off_tls_router_is_denied if {
	count(ingress_tls.deny) == 1 with input as _ingress({"traefik.ingress.kubernetes.io/router.tls": "false"}, {})
}

test_canaries_and_development_are_silent if {
	count(ingress_tls.deny) == 0 with input as _ingress({_nginx("canary"): "true"}, {})
	count(ingress_tls.deny) == 0 with input as object.union(_ingress({}, {}), {"metadata": {"namespace": "dev"}})
}

test_other_kinds_are_silent if {
	every odd in [{"kind": "Service"}, {}, [], "odd", null] {
		count(ingress_tls.deny) == 0 with input as odd
	}
}
