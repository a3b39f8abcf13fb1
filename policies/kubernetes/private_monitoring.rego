# METADATA
# title: Monitoring endpoints are not open to the internet
# description: >-
#   Services of type LoadBalancer or NodePort that lead to a monitoring console (parameter admin_interfaces, by
#   the name or selector of the Service), and Ingress paths of metrics or actuator endpoints that the Ingress
#   serves to anyone. Consoles behind an Ingress are kubernetes/ingress_authentication's matter. Firewalls around
#   nodes are not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: monitoring-observability
#   origin: observed
#   estimate: {hours: 1, reason: "one Service type or Ingress path per endpoint, and a look at who used it"}
#   remediation: >-
#     Make the Service ClusterIP (or give the load balancer the cloud's internal annotation and
#     loadBalancerSourceRanges), and leave /metrics out of the Ingress: Prometheus scrapes pods inside the
#     cluster.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Service]
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: [admin_interfaces]
package nova.kubernetes.private_monitoring

import data.lib.ingress
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Service %q opens a monitoring console as %s", [kubernetes.name(input), input.spec.type])),
	"path": ["spec", "type"],
} if {
	input.kind == "Service"
	input.spec.type in {"LoadBalancer", "NodePort"}
	not kubernetes.for_development(input)
	some word in _words
	some console in parameters.admin_interfaces
	is_string(console)
	startswith(word, console)
	not _internal
	count(kubernetes.list(object.get(input.spec, "loadBalancerSourceRanges", []))) == 0
}

deny contains {
	"msg": message.line(sprintf("Ingress %q opens %s to anyone", [kubernetes.name(input), backend.route])),
	"path": array.concat(array.slice(backend.path, 0, 6), ["path"]),
} if {
	input.kind == "Ingress"
	not kubernetes.for_development(input)
	not ingress.protected(input)
	some backend in ingress.backends(input)
	_shows_metrics(backend.route)
	_shows_metrics(ingress.upstream_path(input, backend.route))
}

_shows_metrics(path) if regex.match(`^(/[\w-]+)*/(metrics|actuator)(/prometheus)?/?$`, path)

_words := {kubernetes.name(input)} | {value | some value in kubernetes.mapping(input.spec.selector); is_string(value)}

_internal if {
	some key, value in kubernetes.annotations(input)
	regex.match(`(internal|load-balancer-type|scheme)`, key)
	value in {"true", "internal", "Internal", "nlb-ip-internal", "0.0.0.0/0"}
}
