# METADATA
# title: Deployments that receive outside traffic state how they are replaced
# description: >-
#   Deployments that an Ingress leads to, through a Service of the environment, without spec.strategy. The default
#   (a quarter may be missing, a quarter surplus) is rarely what a public service wants. Any stated strategy
#   passes; consoles and workloads for development are left out.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
# custom:
#   severity: low
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     State a RollingUpdate with maxUnavailable 0 and a maxSurge that the cluster can bear.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   parameters: [stateful_images]
package nova.environment.rollout_strategy

import data.lib.environment
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s gets outside traffic and states no strategy", [environment.title(index)])),
	"path": environment.head(index),
} if {
	some index in environment.exposed
	environment.objects[index].kind == "Deployment"
	not environment.objects[index].spec.strategy
}
