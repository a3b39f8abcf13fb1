# METADATA
# title: Autoscalers and disruption budgets have a workload
# description: >-
#   HorizontalPodAutoscalers and ScaledObjects whose target, and PodDisruptionBudgets whose selector, matches
#   nothing in their namespace. A namespace in which the environment has no workload is left alone; so are targets
#   of other kinds than workloads.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
# - ref: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: "one name or selector each"}
#   remediation: >-
#     Name the workload by its kind and name, give the budget the labels of its pods, or delete what is left over.
#   matchers:
#   - apiGroups: [autoscaling]
#     kinds: [HorizontalPodAutoscaler]
#   - apiGroups: [keda.sh]
#     kinds: [ScaledObject]
#   - apiGroups: [policy]
#     kinds: [PodDisruptionBudget]
#   parameters: []
package nova.environment.scaling_targets

import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s scales %s %q, which is not there", [environment.title(index), kind, target.name])),
	"path": environment.at(index, ["spec", "scaleTargetRef"]),
} if {
	some holder in {"HorizontalPodAutoscaler", "ScaledObject"}
	some index in environment.of_kind[holder]
	environment.namespaces[index] in _populated
	target := environment.objects[index].spec.scaleTargetRef
	is_string(target.name)
	kind := object.get(target, "kind", "Deployment")
	kind in {"Deployment", "ReplicaSet", "Rollout", "StatefulSet"}
	not environment.named[kind][environment.namespaces[index]][target.name]
}

deny contains {
	"msg": message.line(sprintf("%s selects no pod of namespace %q", [environment.title(index), environment.namespaces[index]])),
	"path": environment.at(index, ["spec", "selector"]),
} if {
	some index in environment.of_kind.PodDisruptionBudget
	environment.namespaces[index] in _populated
	is_object(environment.objects[index].spec.selector)
	not _selects(index)
}

_populated := {environment.namespaces[workload] | some workload in environment.serving}

_selects(index) if {
	some workload in environment.workloads
	environment.namespaces[workload] == environment.namespaces[index]
	kubernetes.selects(environment.objects[index].spec.selector, environment.pod_labels[workload])
}
