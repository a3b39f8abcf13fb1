package nova.kubernetes.ingress_authentication_test

import data.nova.kubernetes.ingress_authentication

_ingress(annotations, spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "Ingress",
	"metadata": {"name": "web", "annotations": annotations},
	"spec": object.union({"ingressClassName": "nginx", "rules": [{"host": "shop.example", "http": {"paths": [_route("/", "web")]}}]}, spec),
}

_route(path, service) := {"path": path, "backend": {"service": {"name": service, "port": {"number": 80}}}}

_nginx(key) := concat("", ["nginx.ingress.kubernetes.io/", key])

_denied(console) := {{
	"msg": sprintf("Ingress \"web\" serves the console %q to anyone", [console]),
	"path": ["metadata", "annotations"],
}}

_console(annotations) := _ingress(annotations, {"rules": [{"host": "web.example", "http": {"paths": [_route("/", "jaeger-query")]}}]})

test_open_consoles_are_denied if {
	ingress_authentication.deny == _denied("jaeger-query") with input as _console({})
	ingress_authentication.deny == _denied("grafana.example") with input as _ingress({}, {"rules": [{"host": "grafana.example", "http": {"paths": [_route("/", "ui")]}}]})
}

test_a_list_of_every_network_is_denied if {
	ingress_authentication.deny == _denied("jaeger-query") with input as _console({_nginx("whitelist-source-range"): "10.0.0.0/8,0.0.0.0/0"})
}

test_basic_authentication_without_a_secret_is_denied if {
	ingress_authentication.deny == _denied("jaeger-query") with input as _console({_nginx("auth-type"): "basic"})
}

test_consoles_that_ask_pass if {
	every annotations in [
		{_nginx("auth-url"): "https://login.example/check"},
		{_nginx("auth-type"): "basic", _nginx("auth-secret"): "console"},
		{_nginx("auth-tls-secret"): "ingress/ca"},
		{_nginx("whitelist-source-range"): "10.0.0.0/8"},
		{_nginx("allowlist-source-range"): "10.0.0.0/8"},
	] {
		count(ingress_authentication.deny) == 0 with input as _console(annotations)
	}
}

test_unverified_client_certificates_are_denied if {
	ingress_authentication.deny == _denied("jaeger-query") with input as _console({
		_nginx("auth-tls-secret"): "ingress/ca",
		_nginx("auth-tls-verify-client"): "off",
	})
}

test_applications_are_silent if count(ingress_authentication.deny) == 0 with input as _ingress({}, {})
