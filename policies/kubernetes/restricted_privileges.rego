# METADATA
# title: Containers give up privileges they do not need
# description: >-
#   Per container and init container, in this order, the first that is missing: allowPrivilegeEscalation false,
#   capabilities.drop ALL, readOnlyRootFilesystem true, a seccompProfile at the container or the pod. Privileged
#   containers and host namespaces are named for themselves. Running as root is kubernetes/non_root's matter.
#   Windows pods are not looked at.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   severity: medium
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 0.5, reason: "four fields per container, and an emptyDir where the program writes"}
#   remediation: >-
#     Set allowPrivilegeEscalation false, readOnlyRootFilesystem true and capabilities.drop [ALL] at each
#     container, and seccompProfile RuntimeDefault at the pod; mount an emptyDir where the program writes.
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
package nova.kubernetes.restricted_privileges

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q lacks %s", [found.name, input.kind, kubernetes.name(input), lack.name])),
	"path": array.concat(found.path, ["securityContext", lack.field]),
} if {
	not _windows
	some found in _containers
	not found.container.securityContext.privileged == true
	lack := [wanted | some wanted in _wanted; not _has(found.container, wanted.field)][0]
}

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q is privileged", [found.name, input.kind, kubernetes.name(input)])),
	"path": array.concat(found.path, ["securityContext", "privileged"]),
} if {
	some found in _containers
	found.container.securityContext.privileged == true
}

deny contains {
	"msg": message.line(sprintf("%s %q shares %s with its node", [input.kind, kubernetes.name(input), field])),
	"path": array.concat(kubernetes.pod_path(input), [field]),
} if {
	some field in {"hostIPC", "hostNetwork", "hostPID"}
	kubernetes.pod_spec(input)[field] == true
}

_containers := [found | some found in kubernetes.containers(input); found.kind != "ephemeralContainers"]

_wanted := [
	{"field": "allowPrivilegeEscalation", "name": "allowPrivilegeEscalation: false"},
	{"field": "capabilities", "name": "capabilities.drop: [ALL]"},
	{"field": "readOnlyRootFilesystem", "name": "readOnlyRootFilesystem: true"},
	{"field": "seccompProfile", "name": "a seccompProfile"},
]

_has(container, "allowPrivilegeEscalation") if container.securityContext.allowPrivilegeEscalation == false

_has(container, "capabilities") if {
	some capability in kubernetes.list(container.securityContext.capabilities.drop)
	capability in {"ALL", "all"}
}

_has(container, "readOnlyRootFilesystem") if container.securityContext.readOnlyRootFilesystem == true

_has(container, "seccompProfile") if {
	kubernetes.security_setting(input, container, "seccompProfile").type in {"Localhost", "RuntimeDefault"}
}

_windows if kubernetes.pod_spec(input).os.name == "windows"
