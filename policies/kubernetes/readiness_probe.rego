# METADATA
# title: Containers with ports get traffic only when ready
# description: >-
#   Containers of Deployments, StatefulSets and Rollouts that name a TCP port and have no readinessProbe, or one
#   without an action. Without it a new pod gets traffic before it can answer. Init containers, Jobs, containers
#   without ports, and the sidecars of the parameter are not looked at; whether the probe checks what matters is
#   not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe
# custom:
#   severity: high
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Give the container a readinessProbe (httpGet, grpc, tcpSocket or exec) that fails until it can serve.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [probe_exempt]
package nova.kubernetes.readiness_probe

import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q has %s", [found.name, input.kind, kubernetes.name(input), fault])),
	"path": array.concat(found.path, ["readinessProbe"]),
} if {
	input.kind in {"Deployment", "Rollout", "StatefulSet"}
	some found in kubernetes.containers(input)
	found.kind == "containers"
	_serves(found.container)
	not found.name in {name | some name in parameters.probe_exempt}
	fault := _fault(found.container)
}

_serves(container) if {
	some port in kubernetes.list(container.ports)
	is_object(port)
	object.get(port, "protocol", "TCP") == "TCP"
}

_fault(container) := "no readiness probe" if not _probe(container)

_fault(container) := "a readiness probe that checks nothing" if {
	_probe(container)
	not _acts(container)
}

_probe(container) if is_object(container.readinessProbe)

_acts(container) if {
	some action in {"exec", "grpc", "httpGet", "tcpSocket"}
	is_object(container.readinessProbe[action])
}
