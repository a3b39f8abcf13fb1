# METADATA
# title: Long-running containers are restarted when they hang
# description: >-
#   Containers of Deployments, StatefulSets and Rollouts that name a TCP port and have no livenessProbe, or one
#   without an action; a startupProbe alone ends with the start. Init containers, Jobs, containers without ports,
#   and the sidecars of the parameter are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#liveness-probe
# custom:
#   severity: low
#   section: null
#   recommendation: null
#   capability: deployment-automation
#   origin: observed
#   estimate: {hours: 0.25, reason: "one probe per container, on the endpoint that exists"}
#   remediation: >-
#     Give the container a livenessProbe that fails only when a restart helps, with a startupProbe if its start is
#     slow.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [probe_exempt]
package nova.kubernetes.liveness_probe

import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q has %s", [found.name, input.kind, kubernetes.name(input), fault])),
	"path": array.concat(found.path, ["livenessProbe"]),
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

_fault(container) := "no liveness probe" if not _probe(container)

_fault(container) := "a liveness probe that checks nothing" if {
	_probe(container)
	not _acts(container)
}

_probe(container) if is_object(container.livenessProbe)

_acts(container) if {
	some action in {"exec", "grpc", "httpGet", "tcpSocket"}
	is_object(container.livenessProbe[action])
}
