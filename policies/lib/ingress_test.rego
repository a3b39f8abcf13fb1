package lib.ingress_test

import data.lib.ingress

_ingress(annotations, spec) := {"kind": "Ingress", "metadata": {"name": "web", "annotations": annotations}, "spec": spec}

test_the_field_goes_before_the_old_annotation if {
	old := {"kubernetes.io/ingress.class": "nginx"}
	ingress.class(_ingress(old, {})) == "nginx"
	ingress.class(_ingress(old, {"ingressClassName": "alb"})) == "alb"
	ingress.class(_ingress({}, {})) == ""
	ingress.class({}) == ""
}

test_nginx_is_known_by_its_annotations_where_no_class_is_named if {
	annotations := {"nginx.ingress.kubernetes.io/limit-rps": "10"}
	ingress.nginx(_ingress(annotations, {}))
	ingress.nginx(_ingress({}, {"ingressClassName": "nginx-internal"}))
	not ingress.nginx(_ingress(annotations, {"ingressClassName": "alb"}))
	not ingress.nginx(_ingress({}, {}))
}

test_backends_of_both_forms if {
	spec := {
		"defaultBackend": {"service": {"name": "home"}},
		"rules": [
			{"http": {"paths": [{"backend": {"serviceName": "old", "servicePort": 80}}]}},
			{"host": "shop.example", "http": {"paths": [{"path": "/api", "backend": {"service": {"name": "api", "port": {"name": "http"}}}}]}},
			"odd",
		],
	}
	ingress.backends(_ingress({}, spec)) == {
		{"service": "home", "port": null, "host": "", "route": "/", "path": ["spec", "defaultBackend"]},
		{"service": "old", "port": 80, "host": "", "route": "/", "path": ["spec", "rules", 0, "http", "paths", 0, "backend"]},
		{
			"service": "api", "port": "http", "host": "shop.example", "route": "/api",
			"path": ["spec", "rules", 1, "http", "paths", 0, "backend"],
		},
	}
	every odd in [null, 7, [], {}, {"spec": 7}] {
		ingress.backends(odd) == set()
	}
}

test_who_is_let_through if {
	alb := {"ingressClassName": "alb"}
	ingress.protected(_ingress({}, alb))
	ingress.protected(_ingress({"alb.ingress.kubernetes.io/scheme": "internet-facing", "alb.ingress.kubernetes.io/auth-type": "oidc"}, alb))
	not ingress.protected(_ingress({"alb.ingress.kubernetes.io/scheme": "internet-facing"}, alb))
	ingress.protected(_ingress({"traefik.ingress.kubernetes.io/router.middlewares": "ops-basic-auth@kubernetescrd"}, {}))
	not ingress.protected(_ingress({"traefik.ingress.kubernetes.io/router.middlewares": "ops-compress@kubernetescrd"}, {}))
	not ingress.protected(_ingress({}, {}))
}

test_consoles_are_a_parameter if {
	ingress.admin_interface(_ingress({}, {"defaultBackend": {"service": {"name": "grafana-web"}}})) == "grafana-web"
	not ingress.admin_interface(_ingress({}, {"defaultBackend": {"service": {"name": "shop"}}}))
	ingress.admin_interface(_ingress({}, {"defaultBackend": {"service": {"name": "shop"}}})) == "shop" with data.lib.parameters.admin_interfaces as ["shop"]
}
