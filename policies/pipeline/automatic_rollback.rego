# METADATA
# title: A deployment that fails is noticed and taken back
# description: >-
#   Each job that deploys to Kubernetes waits for the rollout in a way that can fail (kubectl rollout status, kubectl
#   wait, helm --wait, argocd app wait), and something takes the deployment back by itself when it does: a step or a
#   dependent job with if: failure(), or helm --atomic. Rollbacks that only a person starts are related places. Jobs
#   that only write or sync what Argo CD or Flux applies are left to those; so are deployments to other platforms and
#   scripts of the repository.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#rolling-back-a-deployment
# custom:
#   severity: high
#   section: "3"
#   recommendation: P1-4
#   capability: deployment-automation
#   origin: report
#   remediation: >-
#     Wait with kubectl rollout status, without || true, and add a step with if: failure() that runs kubectl rollout
#     undo; or use helm upgrade --atomic or an Argo Rollout.
#   matchers:
#   - apiGroups: [facts.nova-policy.dev]
#     kinds: [Pipeline]
#   parameters: []
package nova.pipeline.automatic_rollback

import data.lib.message
import data.lib.pipeline

deny contains {
	"msg": message.line(sprintf("Job %q deploys and %s", [message.name(found.deployment.job), reason])),
	"path": _place(found),
	"related": [array.concat(found.path, ["rollbacks", index]) | some index, _ in found.deployment.rollbacks],
} if {
	some found in pipeline.deployments
	found.deployment.kind == "kubernetes"
	object.get(found.deployment, "gitops", false) != true
	reason := _shortcoming(found.deployment)
}

_shortcoming(deployment) := "does not wait for the rollout" if count(_waits(deployment)) == 0

_shortcoming(deployment) := "ignores a rollout that fails" if {
	count(_waits(deployment)) > 0
	not true in _waits(deployment)
}

_shortcoming(deployment) := "takes nothing back when the rollout fails" if {
	true in _waits(deployment)
	not _takes_back(deployment)
}

_waits(deployment) := [object.get(wait, "can_fail", false) | some wait in deployment.waits; is_object(wait)]

_takes_back(deployment) if {
	some rollback in deployment.rollbacks
	rollback.automatic == true
}

_place(found) := array.concat(found.path, ["waits", 0]) if count(_waits(found.deployment)) > 0

_place(found) := found.path if count(_waits(found.deployment)) == 0
