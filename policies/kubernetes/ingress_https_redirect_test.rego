package nova.kubernetes.ingress_https_redirect_test

import data.nova.kubernetes.ingress_https_redirect

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_alb(key) := concat("", ["alb.ingress.kubernetes.io/", key])

_denied(key) := {{"msg": "Ingress \"web\" answers plain HTTP without redirecting to HTTPS", "path": ["metadata", "annotations", key]}}

_tls := {"tls": [{"secretName": "web"}]}

test_no_tls_is_denied if {
	ingress_https_redirect.deny == _denied(_nginx("force-ssl-redirect")) with input as _ingress({}, {})
	ingress_https_redirect.deny == _denied(_nginx("force-ssl-redirect")) with input as _ingress({_nginx("ssl-redirect"): "true"}, {})
}

test_a_switched_off_redirect_is_denied_where_it_is if {
	ingress_https_redirect.deny == _denied(_nginx("ssl-redirect")) with input as _ingress({_nginx("ssl-redirect"): "false"}, _tls)
}

test_tls_redirects_by_default if count(ingress_https_redirect.deny) == 0 with input as _ingress({}, _tls)

test_a_forced_redirect_passes if {
	count(ingress_https_redirect.deny) == 0 with input as _ingress({_nginx("force-ssl-redirect"): "true"}, {})
	count(ingress_https_redirect.deny) == 0 with input as _ingress(
		{_nginx("force-ssl-redirect"): "true", _nginx("ssl-redirect"): "false"},
		_tls,
	)
}

test_an_alb_that_listens_on_http_is_denied if {
	every annotations in [
		{},
		{_alb("listen-ports"): `[{"HTTP": 80}]`},
		{_alb("listen-ports"): `[{"HTTP": 80}, {"HTTPS": 443}]`},
		{_alb("listen-ports"): `[{"HTTP": 80}]`, _alb("certificate-arn"): "arn"},
	] {
		ingress_https_redirect.deny == _denied(_alb("ssl-redirect")) with input as _ingress(annotations, {"ingressClassName": "alb"})
	}
}

test_an_alb_that_redirects_or_has_no_http_passes if {
	every annotations in [
		{_alb("ssl-redirect"): "443"},
		{_alb("actions.ssl-redirect"): "{}"},
		{_alb("listen-ports"): `[{"HTTPS": 443}]`},
		{_alb("certificate-arn"): "arn"},
	] {
		count(ingress_https_redirect.deny) == 0 with input as _ingress(annotations, {"ingressClassName": "alb"})
	}
}

test_other_classes_canaries_and_development_are_silent if {
	count(ingress_https_redirect.deny) == 0 with input as _ingress({}, {"ingressClassName": "traefik"})
	count(ingress_https_redirect.deny) == 0 with input as _ingress({_nginx("canary"): "true"}, {})
	count(ingress_https_redirect.deny) == 0 with input as object.union(_ingress({}, {}), {"metadata": {"namespace": "local"}})
}

test_the_old_class_annotation_is_read if {
	old := {"kind": "Ingress", "metadata": {"name": "web", "annotations": {"kubernetes.io/ingress.class": "nginx"}}}
	ingress_https_redirect.deny == _denied(_nginx("force-ssl-redirect")) with input as old
}

test_passthrough_leaves_the_redirect_to_the_backend if {
	ingress_https_redirect.deny == set() with input as _ingress({_nginx("ssl-passthrough"): "true"}, {})
}
