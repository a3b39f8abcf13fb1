# METADATA
# title: Ingresses lead to Services that exist
# description: >-
#   Backends of Ingresses whose Service, or that Service's port, the environment does not have; one finding per
#   Ingress, Service and port. A namespace in which the environment has no Service at all is left alone, since its
#   Services come from elsewhere; so are Services of another environment that is applied beside it, actions of an
#   ALB (use-annotation) and backends that are no Services.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 1, reason: "one name or port per backend, and a request that proves it"}
#   remediation: >-
#     Name the Service and the port as the Service states them, or deploy the Service with the Ingress.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   parameters: []
package nova.environment.ingress_backends

import data.lib.environment
import data.lib.ingress
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Ingress %q leads to Service %q, which is not there", [kubernetes.name(resource), service])),
	"path": paths[0],
	"related": array.slice(paths, 1, count(paths)),
} if {
	some index, resource in _ingresses
	some service in {backend.service | some backend in ingress.backends(resource)}
	not environment.named.Service[environment.namespaces[index]][service]
	not environment.elsewhere("Service", environment.namespaces[index], service)
	paths := sort([environment.at(index, backend.path) |
		some backend in ingress.backends(resource)
		backend.service == service
		not backend.port == "use-annotation"
	])
	count(paths) > 0
}

deny contains {
	"msg": message.line(sprintf("Ingress %q leads to port %v of Service %q, which has no such port", [kubernetes.name(resource), port, service])),
	"path": paths[0],
	"related": array.slice(paths, 1, count(paths)),
} if {
	some index, resource in _ingresses
	some [service, port] in {[backend.service, backend.port] | some backend in ingress.backends(resource)}
	port != "use-annotation"
	not is_null(port)
	found := environment.named.Service[environment.namespaces[index]][service]
	every candidate in found {
		not _has_port(environment.objects[candidate], port)
	}
	paths := sort([environment.at(index, backend.path) |
		some backend in ingress.backends(resource)
		[backend.service, backend.port] == [service, port]
	])
}

_ingresses[index] := environment.objects[index] if {
	some index in environment.of_kind.Ingress
	environment.named.Service[environment.namespaces[index]]
}

_has_port(service, wanted) if {
	some port in kubernetes.list(service.spec.ports)
	is_object(port)
	wanted in {port.port, object.get(port, "name", port.port)}
}

_has_port(service, _) if service.spec.type == "ExternalName"
