# METADATA
# title: A new version is proven beside the old one before it takes all traffic
# description: >-
#   Deployments that an Ingress leads to. They pass as target of a flagger Canary or of a Rollout's workloadRef,
#   as half of a blue-green pair (the Service selects by a label of parameter version_labels, and another workload
#   has the same labels but for it), or with an ingress-nginx canary for the Service of another version. Rollouts
#   of Argo replace the Deployment altogether. Consoles, caches, queues and workloads for development are left out.
# related_resources:
# - ref: https://argo-rollouts.readthedocs.io/en/stable/concepts/
# - ref: https://docs.flagger.app/usage/deployment-strategies
# custom:
#   severity: medium
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Make the Deployment a Rollout with blueGreen or canary steps, or point a flagger Canary at it.
#   matchers:
#   - apiGroups: [networking.k8s.io, extensions]
#     kinds: [Ingress]
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   parameters: [stateful_images, version_labels]
package nova.environment.progressive_delivery

import data.lib.delivery
import data.lib.environment
import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("%s gets outside traffic and replaces its version in place", [environment.title(index)])),
	"path": environment.head(index),
} if {
	some index in environment.exposed
	environment.objects[index].kind == "Deployment"
	not delivery.progressive(index)
	not _pair(index)
}

_pair(index) if {
	some service, workloads in environment.selected
	index in workloads
	selector := environment.objects[service].spec.selector
	some label in parameters.version_labels
	value := selector[label]
	some other in environment.serving
	environment.namespaces[other] == environment.namespaces[index]
	labels := environment.pod_labels[other]
	labels[label] != value
	kubernetes.selects({"matchLabels": object.remove(selector, [label])}, labels)
}
