# METADATA
# title: Containers run as a user other than root
# description: >-
#   What holds for each container and init container, its own securityContext first, then the pod's: runAsNonRoot
#   true, or a runAsUser above 0. runAsUser 0 is denied even with runAsNonRoot (such a pod never starts). An image
#   that names a user of its own is not seen: without the field nothing holds it to that. Windows pods are not
#   looked at, nor is a privileged container without these fields, which kubernetes/restricted_privileges names.
# related_resources:
# - ref: https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
# - ref: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
# custom:
#   severity: high
#   section: null
#   recommendation: null
#   capability: infrastructure-as-code
#   origin: observed
#   estimate: {hours: 1, reason: "two fields per workload, and images that have the user; writable paths take the time"}
#   remediation: >-
#     Set runAsNonRoot true and a runAsUser in the pod's securityContext, and let the image have that user.
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
package nova.kubernetes.non_root

import data.lib.kubernetes
import data.lib.message

deny contains {
	"msg": message.line(sprintf("%s %q lets containers run as root: %s", [input.kind, kubernetes.name(input), _listed])),
	"path": array.concat(kubernetes.pod_path(input), ["securityContext", "runAsNonRoot"]),
} if {
	not _windows
	count(_unstated) > 0
}

deny contains {
	"msg": message.line(sprintf("Container %q of %s %q runs as root", [found.name, input.kind, kubernetes.name(input)])),
	"path": _place(found, field),
} if {
	not _windows
	some found in _containers
	field := _root(found.container)
}

_containers := [found | some found in kubernetes.containers(input); found.kind != "ephemeralContainers"]

_unstated := {found.name |
	some found in _containers
	not found.container.securityContext.privileged == true
	not _states(found.container, "runAsNonRoot")
	not _states(found.container, "runAsUser")
}

# The first few: messages are short.
_listed := concat(", ", array.slice(sort(_unstated), 0, 2)) if count(_unstated) < 3

_listed := sprintf("%s and %d more", [min(_unstated), count(_unstated) - 1]) if count(_unstated) > 2

_root(container) := "runAsUser" if kubernetes.security_setting(input, container, "runAsUser") == 0

_root(container) := "runAsNonRoot" if {
	kubernetes.security_setting(input, container, "runAsNonRoot") == false
	not _states(container, "runAsUser")
}

_states(container, field) if not is_null(kubernetes.security_setting(input, container, field))

_place(found, field) := array.concat(found.path, ["securityContext", field]) if {
	not is_null(found.container.securityContext[field])
}

_place(found, field) := array.concat(kubernetes.pod_path(input), ["securityContext", field]) if {
	not found.container.securityContext[field] == 0
	not found.container.securityContext[field] == false
}

_windows if kubernetes.pod_spec(input).os.name == "windows"
