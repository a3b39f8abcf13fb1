# METADATA
# title: Ingresses
# description: Which controller serves an Ingress, what stands behind it, and who is let through.
package lib.ingress

import data.lib.kubernetes
import data.lib.parameters

# METADATA
# title: The class an Ingress names, "" where it leaves that to the cluster
default class(_) := ""

class(resource) := resource.spec.ingressClassName if is_string(resource.spec.ingressClassName)

class(resource) := name if {
	not _class_field(resource)
	name := kubernetes.annotation(resource, "kubernetes.io/ingress.class")
}

_class_field(resource) if is_string(resource.spec.ingressClassName)

# METADATA
# title: Whether ingress-nginx serves it
# description: By its class, or, where it names none, by annotations that only ingress-nginx reads.
nginx(resource) if contains(class(resource), "nginx")

nginx(resource) if {
	class(resource) == ""
	some key, _ in kubernetes.annotations(resource)
	startswith(key, "nginx.ingress.kubernetes.io/")
}

# METADATA
# title: Whether the AWS Load Balancer Controller serves it
alb(resource) if class(resource) == "alb"

# METADATA
# title: An annotation of ingress-nginx by its short name; undefined where there is none
nginx_annotation(resource, key) := kubernetes.annotation(resource, concat("", ["nginx.ingress.kubernetes.io/", key]))

# METADATA
# title: An annotation of the AWS Load Balancer Controller by its short name; undefined where there is none
alb_annotation(resource, key) := kubernetes.annotation(resource, concat("", ["alb.ingress.kubernetes.io/", key]))

# METADATA
# title: Whether it only diverts traffic of another Ingress, from which it takes its settings
canary(resource) if nginx_annotation(resource, "canary") == "true"

# METADATA
# title: The backends of an Ingress
# description: >-
#   A set of {service, port, host, route, path}; port is a number, a name, or null; host "" stands for every host;
#   path leads to the backend.
backends(resource) := {backend |
	some found in _backends(resource)
	backend := object.union(_service(found.backend), {"host": found.host, "route": found.route, "path": found.path})
}

_backends(resource) := {{"backend": backend, "host": "", "route": "/", "path": ["spec", "defaultBackend"]} |
	backend := resource.spec.defaultBackend
} | {found |
	some i, rule in kubernetes.list(object.get(kubernetes.mapping(object.get(resource, "spec", {})), "rules", []))
	some j, route in kubernetes.list(rule.http.paths)
	found := {
		"backend": route.backend,
		"host": _text(rule, "host", ""),
		"route": _text(route, "path", "/"),
		"path": ["spec", "rules", i, "http", "paths", j, "backend"],
	}
}

_text(holder, key, _) := holder[key] if is_string(holder[key])

_text(holder, key, otherwise) := otherwise if not _has_text(holder, key)

_has_text(holder, key) if is_string(holder[key])

_service(backend) := {"service": backend.service.name, "port": _port(backend.service)} if is_string(backend.service.name)

# As extensions/v1beta1 has it.
_service(backend) := {"service": backend.serviceName, "port": object.get(backend, "servicePort", null)} if {
	is_string(backend.serviceName)
}

_port(service) := service.port.number if is_number(service.port.number)

_port(service) := service.port.name if is_string(service.port.name)

_port(service) := null if {
	not service.port.number
	not service.port.name
}

# METADATA
# title: The path that a backend is asked for; with groups in the route, which stand for parts of it, the route itself
upstream_path(resource, route) := path if {
	target := nginx_annotation(resource, "rewrite-target")
	not contains(route, "(")
	path := strings.replace_n({group: "" | some group in {"$1", "$2", "$3", "$4"}}, target)
} else := route

# METADATA
# title: The console or dashboard that stands behind an Ingress; undefined where there is none
admin_interface(resource) := min(found) if {
	found := {name |
		some name in ({kubernetes.name(resource)} | {word | some backend in backends(resource); some word in [backend.service, backend.host]})
		_is_admin(name)
	}
	count(found) > 0
}

_is_admin(name) if {
	some part in split(name, ".")
	some interface in parameters.admin_interfaces
	is_string(interface)
	startswith(part, interface)
}

# METADATA
# title: Whether the Ingress itself asks who is there, or lets only some networks in
protected(resource) if nginx_annotation(resource, "auth-url")

protected(resource) if {
	nginx_annotation(resource, "auth-type")
	nginx_annotation(resource, "auth-secret")
}

protected(resource) if {
	nginx_annotation(resource, "auth-tls-secret")
	not _unverified(resource)
}

protected(resource) if {
	some key in {"allowlist-source-range", "whitelist-source-range"}
	ranges := nginx_annotation(resource, key)
	not contains(ranges, "0.0.0.0/0")
}

protected(resource) if {
	alb(resource)
	not public_alb(resource)
}

protected(resource) if alb_annotation(resource, "auth-type") in {"cognito", "oidc"}

protected(resource) if contains(kubernetes.annotation(resource, "traefik.ingress.kubernetes.io/router.middlewares"), "auth")

_unverified(resource) if nginx_annotation(resource, "auth-tls-verify-client") == "off"

# METADATA
# title: Whether an Ingress of the AWS Load Balancer Controller faces the internet; the controller's default is internal
public_alb(resource) if {
	alb(resource)
	alb_annotation(resource, "scheme") == "internet-facing"
}

# METADATA
# title: Whether it serves an application through ingress-nginx
# description: Not a console, not a canary that takes its settings from another Ingress, not for development.
nginx_application(resource) if {
	resource.kind == "Ingress"
	nginx(resource)
	not canary(resource)
	not admin_interface(resource)
	not kubernetes.for_development(resource)
}
