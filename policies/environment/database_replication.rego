# METADATA
# title: Databases survive the loss of one pod
# description: >-
#   Deployments and StatefulSets of a database image (parameter database_images) that run as one pod, and those
#   whose data lie in no persistent volume (emptyDir or nothing). Managed databases, databases that an operator
#   makes, and workloads for development are not looked at; whether the replicas replicate is not seen.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/run-application/run-replicated-stateful-application/
# custom:
#   severity: medium
#   section: "8"
#   recommendation: P3-1
#   capability: disaster-recovery
#   origin: report
#   remediation: >-
#     Use a managed Multi-AZ database or an operator such as CloudNativePG; at the least a StatefulSet with a
#     volumeClaimTemplate.
#   matchers:
#   - apiGroups: [apps]
#     kinds: [StatefulSet, Deployment]
#   parameters: [database_images]
package nova.environment.database_replication

import data.lib.database
import data.lib.environment
import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s is a database of one pod", [environment.title(index)])),
	"path": environment.at(index, ["spec", "replicas"]),
} if {
	some index in database.workloads
	environment.least_replicas[index] == 1
}

deny contains {
	"msg": message.line(sprintf("%s is a database without a persistent volume", [environment.title(index)])),
	"path": environment.at(index, ["spec", "template", "spec", "volumes"]),
} if {
	some index in database.workloads
	not _persistent(index)
}

_persistent(index) if count(kubernetes.list(environment.objects[index].spec.volumeClaimTemplates)) > 0

_persistent(index) if {
	some volume in kubernetes.list(kubernetes.pod_spec(environment.objects[index]).volumes)
	some field in {"csi", "ephemeral", "hostPath", "iscsi", "nfs", "persistentVolumeClaim"}
	is_object(volume[field])
}
