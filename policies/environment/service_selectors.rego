# METADATA
# title: Services select a workload and a port that exists
# description: >-
#   Services whose selector matches no pod of their namespace, or whose targetPort no container of the pods they
#   select has, where those containers name their ports. Left alone: Services without a selector, namespaces in
#   which the environment has no workload, and selectors by labels of an operator (a key with a domain other than
#   app.kubernetes.io).
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 1, reason: "one selector or port per Service, and a look at its endpoints"}
#   remediation: >-
#     Make selector and pod labels agree, and name the container's port in targetPort.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Service]
#   parameters: []
package nova.environment.service_selectors

import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Service %q selects no workload in namespace %q", [kubernetes.name(environment.objects[index]), environment.namespaces[index]])),
	"path": environment.at(index, ["spec", "selector"]),
} if {
	some index in _services
	not environment.selected[index]
}

deny contains {
	"msg": message.line(sprintf("Service %q sends to port %v, which no container it selects has", [kubernetes.name(environment.objects[index]), target])),
	"path": environment.at(index, ["spec", "ports", position, field]),
} if {
	some index in _services
	some position, port in kubernetes.list(environment.objects[index].spec.ports)
	[field, target] := _target(port)
	workloads := environment.selected[index]
	every workload in workloads {
		not _has_port(workload, target)
	}
}

_services contains index if {
	some index in environment.of_kind.Service
	selector := environment.objects[index].spec.selector
	is_object(selector)
	count(selector) > 0
	not _by_operator(selector)
	environment.namespaces[index] in _populated
}

_populated := {environment.namespaces[workload] | some workload in environment.serving}

_by_operator(selector) if {
	some key, _ in selector
	contains(key, "/")
	not startswith(key, "app.kubernetes.io/")
}

_target(port) := ["targetPort", port.targetPort] if port.targetPort

_target(port) := ["port", port.port] if {
	is_object(port)
	not port.targetPort
	is_number(port.port)
}

_has_port(workload, target) if {
	some found in kubernetes.running_containers(environment.objects[workload])
	some port in kubernetes.list(found.container.ports)
	is_object(port)
	target in {object.get(port, "name", null), object.get(port, "containerPort", null)}
}

# Naming a port is documentation: a container without any may listen everywhere.
_has_port(workload, target) if {
	is_number(target)
	some found in kubernetes.running_containers(environment.objects[workload])
	found.kind == "containers"
	count(kubernetes.list(object.get(found.container, "ports", []))) == 0
}
