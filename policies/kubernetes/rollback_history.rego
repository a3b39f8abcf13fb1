# METADATA
# title: A failed rollout is noticed and can be undone
# description: >-
#   Deployments and Rollouts that keep no old ReplicaSet (revisionHistoryLimit 0), or notice a stuck rollout later
#   than the parameter. Absent fields have good defaults (10 revisions, 600 seconds). Who acts on the failed
#   rollout is the pipeline's matter.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#clean-up-policy
# custom:
#   severity: low
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Keep a few revisions (3 to 10) and a progressDeadlineSeconds that a rollout of this service needs at most.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [Deployment]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: [rollout_deadline]
package nova.kubernetes.rollback_history

import data.lib.kubernetes
import data.lib.message
import data.lib.parameters

deny contains {
	"msg": message.line(sprintf("%s %q keeps no revision to go back to", [input.kind, kubernetes.name(input)])),
	"path": ["spec", "revisionHistoryLimit"],
} if {
	input.kind in {"Deployment", "Rollout"}
	input.spec.revisionHistoryLimit == 0
}

deny contains {
	"msg": message.line(sprintf("%s %q notices a stuck rollout after %d s only", [input.kind, kubernetes.name(input), seconds])),
	"path": ["spec", "progressDeadlineSeconds"],
} if {
	input.kind in {"Deployment", "Rollout"}
	seconds := input.spec.progressDeadlineSeconds
	is_number(seconds)
	seconds == floor(seconds)
	seconds > parameters.rollout_deadline
}
