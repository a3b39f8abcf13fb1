# METADATA
# title: Workloads run under their own service account
# description: >-
#   Workloads whose pods run as the namespace's default service account and mount its token. A pod that switches
#   automountServiceAccountToken off needs no account; that the default account itself switches it off is not
#   seen.
# related_resources:
# - ref: https://kubernetes.io/docs/concepts/security/rbac-good-practices/#hardening
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/
# custom:
#   severity: medium
#   section: "4"
#   recommendation: kustomize-organization
#   capability: infrastructure-as-code
#   origin: report
#   remediation: >-
#     Create a ServiceAccount for the workload and name it in serviceAccountName, or set
#     automountServiceAccountToken to false if it never talks to the API server.
#   matchers:
#   - apiGroups: [""]
#     kinds: [Pod]
#   - apiGroups: [apps]
#     kinds: [Deployment, StatefulSet, DaemonSet]
#   - apiGroups: [batch]
#     kinds: [Job, CronJob]
#   - apiGroups: [argoproj.io]
#     kinds: [Rollout]
#   parameters: []
package nova.kubernetes.dedicated_service_account

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q runs as the default service account with its token", [input.kind, kubernetes.name(input)])),
	"path": array.concat(kubernetes.pod_path(input), ["serviceAccountName"]),
} if {
	spec := kubernetes.pod_spec(input)
	_account(spec) == "default"
	object.get(spec, "automountServiceAccountToken", true) != false
}

default _account(_) := "default"

_account(spec) := name if {
	name := object.get(spec, "serviceAccountName", object.get(spec, "serviceAccount", ""))
	is_string(name)
	name != ""
}
