# METADATA
# title: A Service sends traffic to one workload only
# description: >-
#   Services whose selector matches the pods of several workloads of different applications, as common labels in
#   selectors bring about. Workloads that differ only in labels of parameter version_labels (blue and green,
#   canary and stable, primary and replica) are one application. Headless Services, which list pods rather than
#   send traffic, are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 1, reason: "one selector per Service, and a rollout that replaces immutable selectors"}
#   remediation: >-
#     Select by a label that only this workload's pods have, and put common labels on with `labels` and without
#     selectors.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Service]
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   parameters: [version_labels]
package nova.environment.disjoint_selectors

import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("Service %q sends traffic to %d workloads", [kubernetes.name(environment.objects[index]), count(workloads)])),
	"path": environment.at(index, ["spec", "selector"]),
	"related": [environment.head(workload) | some workload in sort(workloads)],
} if {
	some index in environment.of_kind.Service
	not environment.objects[index].spec.clusterIP == "None"
	workloads := environment.selected[index] & environment.serving
	_mixed(workloads)
}

_mixed(workloads) if count({_application(workload) | some workload in workloads}) > 1

# Workloads that no label tells apart are no versions of one another either.
_mixed(workloads) if {
	some workload in workloads
	some other in workloads
	_names(workload) != _names(other)
	environment.pod_labels[workload] == environment.pod_labels[other]
}

_names(workload) := [environment.objects[workload].kind, kubernetes.name(environment.objects[workload])]

_application(workload) := object.remove(environment.pod_labels[workload], parameters.version_labels)
